"""The sites page, part by part."""
