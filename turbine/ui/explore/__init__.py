"""The parts of the explore page."""
