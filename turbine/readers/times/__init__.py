"""How a file writes its times, and on which clock: recognised, read, and moved to UTC."""
