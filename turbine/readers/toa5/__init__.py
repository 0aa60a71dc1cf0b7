"""Campbell Scientific's TOA5: a CSV whose header is four lines."""
