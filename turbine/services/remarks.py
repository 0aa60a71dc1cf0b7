"""What is said of the rows behind a figure, in the same words everywhere."""

from turbine.services.words import Words
from turbine.words import Said


def lacking(count: int) -> Said:
    """Of rows without a value that the figure needs."""
    return Words.ROWS_LACK_A_VALUE(count=count)


def no_performance_test() -> Said:
    """Of a measured power curve."""
    return Words.NO_PERFORMANCE_TEST()


def undated(count: int) -> Said:
    """Of rows whose duration is not known, in an energy."""
    return Words.UNDATED_ROWS(count=count)
