"""Workbooks: one sheet is the table."""
