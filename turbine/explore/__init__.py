"""Questions on what is stored: windowed aggregates, their coverage, and their export."""
