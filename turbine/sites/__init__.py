"""What people know of their turbines and files do not say: rated power, clock, position."""

from turbine.sites.facts import FACTS, Fact, Facts, Site
from turbine.sites.file import SitesFile

__all__ = ["FACTS", "Fact", "Facts", "Site", "SitesFile"]
