"""Charts as SVG, drawn here by Matplotlib: no browser, no window, no global state.

A figure is an object of its own and never pyplot's, so that threads do not meet. Letters become
outlines: the picture looks and prints the same everywhere, whichever fonts there are. Each is the
``data:`` address of an ``<img>``, so that nothing within it can meet another's names, and its words
are the image's alternative text.
"""

import base64
import io
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from turbine.charts.theme import GREY
from turbine.report.document import Picture

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    Named = Mapping[str, Artist]

INK, RULE = "#1d232a", "#c9ced4"
WIDE, HALF = 6.9, 3.35
"""Inches: the width of A4's text, and of one of two pictures beside each other."""
SMALL, USUAL = 6.5, 7.5
"""Points."""
FONT = "DejaVu Sans"
"""Comes with Matplotlib."""
NOTHING: Mapping[str, Any] = {}
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""XML 1.0, "Char": with any of these, which a name may have, the whole picture would be lost."""
_LONGEST = 40
"""Letters of a name."""
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
DASHES = ("-", "--", "-.", ":")
_NO_METADATA: dict[str, Any] = dict.fromkeys(("Date", "Creator", "Format", "Type"))


def figure(width: float, height: float) -> "Figure":
    """An empty one, in inches."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained")


def picture(drawn: "Figure", *, alt: str, caption: str) -> Picture:
    """The finished figure as SVG."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    file = io.StringIO()
    FigureCanvasSVG(drawn)
    title = _NOT_IN_XML.sub("\ufffd", alt)
    drawn.savefig(file, format="svg", metadata={**_NO_METADATA, "Title": title})
    data = base64.b64encode(file.getvalue().encode()).decode()
    return Picture(source=f"data:image/svg+xml;base64,{data}", alt=alt, caption=caption)


def plain(axes: "Axes", *, across: str = "", up: str = "") -> "Axes":
    """Thin rules, no box, small letters."""
    axes.set_axisbelow(True)
    axes.grid(visible=True, axis="y", color=RULE, linewidth=0.5)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(GREY)
    axes.tick_params(labelsize=SMALL, colors=INK, length=2, color=GREY)
    if across:
        axes.set_xlabel(across, fontsize=USUAL, color=INK)
    if up:
        axes.set_ylabel(up, fontsize=USUAL, color=INK)
    return axes


def grouped(axes: "Axes") -> None:
    """Numbers of the vertical axis in groups of thousands."""
    from matplotlib.ticker import FuncFormatter

    from turbine.report.numbers import number

    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _place: number(float(value))))


def legend(axes: "Axes", columns: int = 4, named: "Named" = NOTHING) -> None:
    """Above the chart. ``named``: what it lists, by names that are somebody else's."""
    style: dict[str, Any] = {
        "loc": 3,  # below and left of it
        "bbox_to_anchor": (0, 1.0),
        "ncols": columns,
        "frameon": False,
        "fontsize": SMALL,
        "labelcolor": INK,
        "borderaxespad": 0.2,
        "handlelength": 2.4,
    }
    if not named:
        axes.legend(**style)
        return
    # A name that begins with an underscore would be left out: so it is set afterwards.
    made = axes.legend([*named.values()], ["-"] * len(named), **style)
    for text, name in zip(made.get_texts(), drawable(named), strict=True):
        text.set_text(name)
        text.set_parse_math(False)


def drawable(names: Iterable[str]) -> list[str]:
    """Somebody else's names, as the chart's font can draw them: what it lacks is a question mark.
    Dollars are no mathematics: texts of them need ``set_parse_math(False)``."""
    from matplotlib.font_manager import findfont, get_font

    known = get_font(findfont(FONT)).get_charmap()
    cut = (name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…" for name in names)
    return ["".join(each if ord(each) in known else "?" for each in name) for name in cut]
