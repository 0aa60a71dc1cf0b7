"""The parts of the database page."""
