"""The parts of the ingest page, in the order of its steps."""
