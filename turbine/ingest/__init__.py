"""Putting a file into a database, batch by acknowledged batch."""
