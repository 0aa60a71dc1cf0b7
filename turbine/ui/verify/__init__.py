"""The parts of the verify page."""
