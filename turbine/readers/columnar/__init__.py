"""Parquet and Arrow: tables of typed columns."""
