"""The report page: what is to be printed, a look at it, and the two files."""
