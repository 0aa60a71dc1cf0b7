"""The script that makes the explorer's table with pandas."""

import numpy as np

from turbine.explore.aggregate import Aggregation
from turbine.explore.functions import holds_words
from turbine.model.channels import channel
from turbine.model.series import Target
from turbine.snippets import Asked, Source, Wanted, script
from turbine.snippets.explore import values_of
from turbine.timing.wall_clock import fixed_offset
from turbine.ui.common.python import python
from turbine.ui.explore.choice import Choice
from turbine.ui.explore.words import Words


def draw(result: Aggregation, choice: Choice, target: Target, *, is_compared: bool) -> None:
    """The script of what is shown over time; nothing if pandas has no such window or function.
    ``is_compared``: with a period A, and ``choice`` is of B alone."""
    fields = {
        name: function
        for name, function in result.functions.items()
        if not holds_words(name, function)
    }
    if choice.show != "time" or not fields:
        return
    values = values_of(
        fields,
        {name: str(result.labels[name]) for name in fields},
        choice.window,
        signed={name: bool(channel(name).signed) for name in fields},
        changes_clock=fixed_offset(choice.start_ns, choice.stop_ns, choice.zone) is None,
    )
    if values is None:
        return
    turbine = choice.series.turbine
    asked = Asked(name=turbine, series=choice.series, fields={name: name for name in fields})
    wanted = Wanted(
        view="explore",
        page=Words.TITLE(),
        start_ns=choice.start_ns,
        stop_ns=choice.stop_ns,
        zone=choice.zone,
        values=values,
        is_uneven=any(_is_uneven(result, name) for name, its in fields.items() if its == "energy"),
        is_compared=is_compared,
    )
    python(script(wanted, Source(language=result.language, target=target), [asked]), page="explore")


def _is_uneven(result: Aggregation, name: str) -> bool:
    """Whether rows tell no duration, or more of them than one are expected in some windows beyond
    those in others as long: in the script each row lasts the same."""
    expected, lengths = result.of(name)["expected"], np.diff(result.windows.edges)
    if expected.has_nulls():
        return True
    return bool(np.ptp(expected.to_numpy() / lengths * lengths.max()) > 1.5)
