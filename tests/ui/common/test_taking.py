"""What a chart's picture says, and the names of its files."""

from hypothesis import example, given
from hypothesis import strategies as st

from turbine.ui.common.feedback import bare, plain
from turbine.ui.common.table import file_name
from turbine.ui.common.taking import Subject
from turbine.wind.rows import Period

DAY = 86_400 * 10**9
TWO_DAYS = Period(start_ns=-3 * 3_600 * 10**9, stop_ns=2 * DAY - 3 * 3_600 * 10**9, zone="UTC")


@given(st.text())
@example("a\\b\nc [x](http://localhost) @me **T1**")
def test_a_title_of_a_picture_is_what_its_markdown_shows(text):
    assert bare(plain(text)) == text


def test_a_picture_names_four_turbines_and_counts_the_others():
    names = tuple("abcdef")
    assert Subject(turbines=names[:2]).text == "a and b"
    assert Subject(turbines=names).text == "a, b, c, d and 2 others"
    told = Subject(turbines=("T1",), span=TWO_DAYS).text
    assert told == "T1: 1969-12-31 to 1970-01-02 (UTC)"
    assert Subject().text == ""


def test_a_file_name_has_nothing_that_a_system_would_refuse():
    assert file_name("../T1:<b>\\ö", TWO_DAYS) == "___T1__b__ö_19691231_19700102"
    assert file_name("T1", None) == "T1"
