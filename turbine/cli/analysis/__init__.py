"""``analyse``: production, power curve, wind, losses and flags on the command line."""
