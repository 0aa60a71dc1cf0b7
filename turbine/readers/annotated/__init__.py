"""InfluxDB's annotated CSV: many tables in one file, a value or a row in each line."""
