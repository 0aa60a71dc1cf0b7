"""Proof that the database holds what the file said, row by row."""
