"""Texts in queries."""


def quoted(text: str, sign: str = '"') -> str:
    """A literal or an identifier of InfluxQL or of the delete predicate, whatever is in the text;
    of Flux too, but for ``${``."""
    escaped = text.replace("\\", "\\\\").replace(sign, f"\\{sign}").replace("\n", "\\n")
    return f"{sign}{escaped}{sign}"
