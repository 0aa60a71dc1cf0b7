"""Tables as text: CSV and its like."""
