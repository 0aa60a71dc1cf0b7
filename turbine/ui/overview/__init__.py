"""The overview page: all that is stored, at one look."""
