"""Greenbyte's export, now Power Factors': a CSV under a preamble of comments."""
