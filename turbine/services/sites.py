"""What is known of sites and turbines, and the defaults that follow from it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from turbine.audit import Action, AuditLog
from turbine.model.actor import Actor
from turbine.model.errors import ConfigError
from turbine.model.series import natural
from turbine.services.words import Words
from turbine.sites import Facts, Site, SitesFile
from turbine.sites.facts import checked, checked_zone, limits
from turbine.sites.file import Sites as Known
from turbine.wind.parameters import PARAMETERS, parse


class Sites:
    """The sites of one data directory."""

    def __init__(self, data_dir: Path, log: AuditLog) -> None:
        self._file, self._log = SitesFile(data_dir), log

    def all(self) -> Mapping[str, Site]:
        """By name, sorted, each with its turbines sorted. Raises ConfigError if they cannot be
        read."""
        known = self._file.read()
        return {
            name: replace(known[name], turbines=_sorted(known[name].turbines))
            for name in sorted(known, key=natural)
        }

    def zone(self, site: str) -> str | None:
        """The time zone of this site's files; None if it is not known."""
        known = self._file.read().get(site)
        return known.zone or None if known else None

    def facts(self, site: str, turbine: str) -> Facts:
        """What is known of a turbine; empty if nothing is."""
        known = self._file.read().get(site, Site())
        return known.turbines.get(turbine, {})

    def turbines(self, site: str) -> Mapping[str, Facts]:
        """What is known of a site's turbines, by their names."""
        return self._file.read().get(site, Site()).turbines

    def limits(self, site: str, turbine: str) -> Mapping[str, tuple[float, float]]:
        """Field → the least and the most that is plausible of this turbine, where that is known."""
        return limits(self.facts(site, turbine))

    def set_zone(self, actor: Actor, site: str, zone: str) -> None:
        """Note a site's time zone; "" forgets it. Raises ConfigError."""
        name = _name(site)
        with self._log.action(actor, Action.SITE_CHANGE, name, zone=zone):
            found = checked_zone(zone)

            def change(known: Known) -> Known:
                return known | {name: replace(known.get(name, Site()), zone=found)}

            self._file.change(change)

    def set_turbine(
        self, actor: Actor, site: str, turbine: str, facts: Mapping[str, object]
    ) -> None:
        """Note these facts of a turbine, and no others; None or "" is none. Raises ConfigError."""
        name, its = _name(site), _name(turbine)
        with self._log.action(actor, Action.SITE_CHANGE, name, turbine=its) as entry:
            found = checked(facts)
            _, refused = parse(str(found.get("flag_rules", "")))
            if refused:
                raise ConfigError(
                    Words.NO_SUCH_RULE(text=refused[0], names=(*PARAMETERS,)),
                    hint=Words.CORRECT_RULES(),
                )
            entry.details.update(found)

            def change(known: Known) -> Known:
                before = known.get(name, Site())
                turbines = {**before.turbines, its: found}
                return known | {name: replace(before, turbines=turbines)}

            self._file.change(change)

    def remove(self, actor: Actor, site: str, turbine: str | None = None) -> None:
        """Forget a site, or one turbine of it. Stored points stay. Raises ConfigError for one that
        is not known."""
        with self._log.action(actor, Action.SITE_REMOVE, site, turbine=turbine):

            def change(known: Known) -> Known:
                others = {name: each for name, each in known.items() if name != site}
                if site in known and turbine is None:
                    return others
                if site in known and turbine in known[site].turbines:
                    left = {n: t for n, t in known[site].turbines.items() if n != turbine}
                    return known | {site: replace(known[site], turbines=left)}
                raise ConfigError(
                    Words.UNKNOWN_SITE(name=turbine if site in known and turbine else site),
                    hint=Words.LIST_SITES(),
                )

            self._file.change(change)


def _sorted(turbines: Mapping[str, Facts]) -> Mapping[str, Facts]:
    return {name: turbines[name] for name in sorted(turbines, key=natural)}


def _name(text: str) -> str:
    name = text.strip()
    if not name:
        raise ConfigError(Words.NO_NAME(), hint=Words.NAME_AS_TAGGED())
    return name
