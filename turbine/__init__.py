"""Windproof: wind turbine SCADA files into InfluxDB, with proof that nothing was lost."""

__version__ = "0.1.0"
