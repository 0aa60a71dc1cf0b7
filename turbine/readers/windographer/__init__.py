"""Windographer's text export."""
