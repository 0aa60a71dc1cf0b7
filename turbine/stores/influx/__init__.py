"""InfluxDB 1 and 3 by InfluxQL, 2 by Flux: each generation with its own ways."""
