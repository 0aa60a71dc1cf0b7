"""The park page: all turbines of a site beside one another."""
