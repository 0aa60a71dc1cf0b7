"""States in words: each store that holds texts gives them back character by character."""

import numpy as np
import pytest
from backdoors import Backend
from points import DAY, POWER, SPEED, T1, frame, ns, values_of

from turbine.model.errors import StoreError

STATUS, MODE = "status_text", "mode_text"
NOW = ns(2024, 1, 1)
WORDS = (
    "Run", "Störung", " leading", "trailing ", "a b", "a,b", "a=b", 'a "b"', '"', "it's", "\\",
    "ends in \\", '\\"', "\\n", "true", "False", "t", "7", "7i", "-0.0", "1e5", "NaN", "null",
    "None",
    "#hash", "$x", "${x}", "時", "🌬", "x" * 64,
)  # fmt: skip


@pytest.fixture
def holding(backend: Backend) -> Backend:
    """Each store that holds texts."""
    if not backend.store.capabilities.holds_texts:
        pytest.skip("this store holds no texts: its Capabilities say so")
    return backend


def test_any_word_comes_back_as_it_was(holding: Backend) -> None:
    sent = {(NOW + i, STATUS): word for i, word in enumerate(WORDS)}
    sent |= {(NOW + i, POWER): float(i) for i in range(0, len(WORDS), 2)}
    holding.store.write(T1, frame(sent))
    asked = (POWER, STATUS, MODE)
    back = holding.store.read(T1, asked, NOW, NOW + DAY).frame
    assert back.columns == ["time", *asked]
    assert values_of(back) == sent
    points = holding.store.points(T1, asked, NOW, NOW + DAY).frame
    assert values_of(points.drop("tags")) == sent
    stamps = holding.store.stamps(T1, NOW, NOW + DAY, (STATUS,))
    assert stamps.tolist() == [NOW + i for i in range(len(WORDS))]
    [info] = holding.store.series()
    assert info.fields == (POWER, STATUS)


def test_a_later_word_replaces_the_earlier(holding: Backend) -> None:
    if not holding.store.capabilities.overwrites:
        pytest.skip("this store does not overwrite: its Capabilities say so")
    holding.store.write(T1, frame({(1, STATUS): "Run", (1, POWER): 1.0, (2, STATUS): "Run"}))
    holding.store.write(T1, frame({(1, STATUS): "Stop", (2, MODE): "auto"}))
    back = holding.store.read(T1, (STATUS, MODE, POWER), 0, 9).frame
    expected = {(1, STATUS): "Stop", (1, POWER): 1.0, (2, STATUS): "Run", (2, MODE): "auto"}
    assert values_of(back) == expected


def test_words_are_erased_and_kept_as_numbers_are(holding: Backend) -> None:
    if not holding.store.capabilities.deletes_points:
        pytest.skip("this store cannot delete single points: its Capabilities say so")
    sent = {(t, name): WORDS[t] for t in range(9) for name in (STATUS, MODE)}
    holding.store.write(T1, frame(sent))
    holding.store.erase(T1, (MODE,), np.arange(9, dtype=np.int64), lambda _lines: None)
    back = holding.store.read(T1, (STATUS, MODE), 0, 9).frame
    assert values_of(back) == {(t, STATUS): WORDS[t] for t in range(9)}


def test_a_field_that_is_a_number_there_is_told_and_read_as_no_word(holding: Backend) -> None:
    asked = (STATUS, POWER)
    assert holding.store.foreign_types("scada", asked) == {}
    holding.store.write(T1, frame({(NOW, STATUS): "Run", (NOW, POWER): 1.0}))
    assert holding.store.foreign_types("scada", asked) == {}
    holding.door.write(T1, {(NOW, MODE): 7})
    assert holding.store.foreign_types("scada", (*asked, MODE)) == {MODE: (holding.door.whole,)}
    with pytest.raises(StoreError):
        holding.store.read(T1, (MODE,), NOW, NOW + 1)
    holding.door.write(T1, {(NOW, SPEED): "warm"})
    [info] = holding.store.series()
    assert info.fields == (POWER, STATUS)
