"""The catalogue of signals: stored name, unit, plausible limits, headers found in the wild.

A stored name carries its unit, so that a query reads without this table. Limits mark what is
suspect in a profile; they never change or drop a value. Headers are those of SCADA systems and
public data sets (English, German, Spanish, Turkish). IEC 61400-25-2's names stand where a signal is
one of its data classes.
"""

from turbine.model.catalogue.electrical import ELECTRICAL
from turbine.model.catalogue.machine import MACHINE
from turbine.model.catalogue.main import MAIN
from turbine.model.catalogue.sets import SETS, Known
from turbine.model.catalogue.temperatures import TEMPERATURES
from turbine.model.catalogue.weather import WEATHER
from turbine.model.channel import Channel

CHANNELS: tuple[Channel, ...] = (*MAIN, *ELECTRICAL, *MACHINE, *WEATHER, *TEMPERATURES)

__all__ = ["CHANNELS", "SETS", "Known"]
