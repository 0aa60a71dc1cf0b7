"""Numbers in sentences that are not yet in a words.py: goes with the last of them."""


def counted(number: int, noun: str, plural: str = "") -> str:
    """``1 gap``, ``32 gaps``, ``1,000 queries``; ``plural`` where it is not the noun with an s."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"
