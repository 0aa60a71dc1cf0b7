"""The series of a database, out of their fields and first and last times."""

import polars as pl

from turbine.model.channels import RESERVED, ordered
from turbine.model.series import Series
from turbine.stores.base import SeriesInfo

TAGS = ("measurement", "site", "turbine")
EDGES = {
    **dict.fromkeys((*TAGS, "field"), pl.String),
    **dict.fromkeys(("first_ns", "last_ns"), pl.Int64),
}
"""A field that holds numbers, or texts if it is one of states, with the first and last time that
are known of it or of its series; it may come more than once."""


def series_of(edges: pl.DataFrame) -> list[SeriesInfo]:
    """The series that have all tags and a field, sorted."""
    known = (
        edges.filter(~pl.col("field").is_in(RESERVED), *(pl.col(tag) != "" for tag in TAGS))
        .group_by(TAGS)
        .agg(pl.col("first_ns").min(), pl.col("last_ns").max(), pl.col("field").unique())
        .sort(TAGS)
    )
    return [
        SeriesInfo(
            series=Series(measurement=measurement, site=site, turbine=turbine),
            first_ns=first_ns,
            last_ns=last_ns,
            fields=ordered(fields),
        )
        for measurement, site, turbine, first_ns, last_ns, fields in known.iter_rows()
    ]
