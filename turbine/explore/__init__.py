"""Queries of what is stored: windowed aggregates, their data coverage, and their export."""
