"""The report as one HTML page: nothing is loaded from elsewhere, and no script is in it."""

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from turbine import __version__
from turbine.report.document import Section
from turbine.report.proof import verification
from turbine.report.turbines import sections
from turbine.report.whole import all_together, definitions, head, title
from turbine.services.reported import Report
from turbine.services.reports import OnProgress
from turbine.words import current

if TYPE_CHECKING:
    from jinja2 import Template


def html(report: Report, on_progress: OnProgress = lambda _done, _all, _name: None) -> str:
    """The whole page, in the language that is spoken. Every name is escaped."""
    found: list[Section] = all_together(report)
    for done, turbine in enumerate(report.turbines):
        on_progress(done, len(report.turbines), turbine.name)
        found += sections(turbine, report.asked.parts, alone=len(report.turbines) == 1)
    found += [*verification(report), definitions(report)]
    return _template().render(
        language=current(),
        version=__version__,
        title=title(report),
        style=_style(),
        head=head(report),
        sections=found,
    )


@cache
def _template() -> "Template":
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=False)
    return environment.from_string(_text("template.html"))


@cache
def _style() -> object:
    """Our own, with no value in it: the only text that is not escaped."""
    from markupsafe import Markup

    return Markup(_text("style.css"))  # noqa: S704 - a file of this package


def _text(name: str) -> str:
    return (files("turbine.report") / name).read_text(encoding="utf-8")
