"""``report``: the printed report on the command line."""
