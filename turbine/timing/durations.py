"""Durations in words."""


def lasting(seconds: int) -> str:
    """A duration as people say it: ``52 weeks``, ``7 days``, ``36 hours``."""
    for unit, length_s, least in (("week", 604_800, 2), ("day", 86_400, 1)):
        count, rest = divmod(seconds, length_s)
        if count >= least and not rest:
            return f"{count:,} {unit}{'' if count == 1 else 's'}"
    return f"{seconds / 3_600:,.4g} hour{'' if seconds == 3_600 else 's'}"
