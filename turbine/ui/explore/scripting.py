"""The script that makes the explorer's table with pandas."""

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
        is_uneven=any(
            function == "energy" and result.of(name)["expected"].has_nulls()
            for name, function in fields.items()
        ),
        is_compared=is_compared,
    )
    python(script(wanted, Source(language=result.language, target=target), [asked]), page="explore")
