"""How a chart is taken away: as a picture that the browser draws, or as a page of its own."""

from dataclasses import dataclass
from functools import partial
from hashlib import sha256

import streamlit as st

from turbine.charts.figure import Figure, Part
from turbine.charts.literal import literal
from turbine.charts.locale import config
from turbine.charts.page import page
from turbine.charts.theme import CONFIG
from turbine.ui.common.choosing import Spanning, to_wall
from turbine.ui.common.feedback import bare
from turbine.ui.common.table import file_name
from turbine.ui.common.words import Words

_SUBJECT = "charts_subject"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What the charts of a page are of: said by their pictures and in the names of their files."""

    title: str = ""
    """Of charts without a title of their own."""
    turbines: tuple[str, ...] = ()
    span: Spanning | None = None

    @property
    def text(self) -> str:
        """The turbines and the period, for people."""
        names = self.turbines[:_NAMED]
        if more := len(self.turbines) - len(names):
            names = (*names, Words.MORE_TURBINES(count=more))
        if self.span is None:
            return Words.TURBINES(names=names) if names else ""
        zone = self.span.zone
        first, last = (to_wall(ns, zone) for ns in (self.span.start_ns, self.span.stop_ns - 1))
        return Words.TURBINES_AND_PERIOD(
            names=names, first=f"{first:%Y-%m-%d}", last=f"{last:%Y-%m-%d}", zone=zone
        )


_NAMED = 4
"""Turbines in the text of a picture, at most."""


def charts_of(subject: Subject) -> None:
    """Say what the page's charts are of, until it says otherwise or another page is drawn."""
    st.session_state[_SUBJECT] = subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """How one chart is taken away."""

    mark: str
    """In the keys of its container and buttons: a key's own characters would be lost there."""
    title: str
    subtitle: str
    file: str
    """Its file's name without an ending: turbine, chart and days."""

    @classmethod
    def of(cls, key: str, title: str) -> "Taking":
        """Of the chart with this key and ``title`` (Markdown), if it has one."""
        subject: Subject = st.session_state.get(_SUBJECT, Subject())
        return cls(
            mark=sha256(key.encode()).hexdigest()[:16],
            title=bare(title) or subject.title,
            subtitle=subject.text,
            file=file_name("_".join((*subject.turbines[:1], key)), subject.span),
        )

    @property
    def place(self) -> str:
        """The key of the container that has the chart, by which the script finds it."""
        return f"chart_{self.mark}"

    def told(self, options: Part) -> Part:
        """Plotly's options with what the script needs for a picture."""
        texts = {"title": literal(self.title), "subtitle": literal(self.subtitle)}
        return {**options, "toImageButtonOptions": {"filename": self.file, **texts}}

    def menu(self, figure: Figure) -> None:
        """The kinds of files to choose from. The script takes the clicks on pictures before
        Streamlit sees them."""
        with st.popover(
            Words.TAKE_CHART(),
            type="tertiary",
            icon=":material/download:",
            key=f"taking_{self.mark}",
        ):
            st.button(Words.AS_PNG(), key=f"take_png_{self.mark}", width="stretch")
            st.button(Words.AS_SVG(), key=f"take_svg_{self.mark}", width="stretch")
            st.download_button(
                Words.AS_HTML(),
                partial(
                    page, figure, title=self.title, subtitle=self.subtitle, config=config(CONFIG)
                ),
                file_name=f"{self.file}.html",
                mime="text/html",
                key=f"take_html_{self.mark}",
                on_click="ignore",
                width="stretch",
            )
