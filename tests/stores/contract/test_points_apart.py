"""What lies beside the points that were written is told apart, on every store."""

import pytest
from backdoors import Backend, bits
from points import DAY, MINUTE, NAMES, POWER, SPEED, T1, frame, values_of

from turbine.model.errors import StoreError
from turbine.model.frame import TIME

VALUES = {(i * MINUTE, name): i + 0.5 for i in range(200) for name in (POWER, SPEED)}
THIRD = 3 * MINUTE


def test_a_series_of_its_own_has_no_tags_and_every_point_once(backend: Backend) -> None:
    backend.store.write(T1, frame(VALUES))
    answer = backend.store.points(T1, NAMES, 0, DAY)
    assert answer.frame.columns == ["time", "tags", *NAMES]
    assert answer.frame.schema["time"] == TIME
    assert set(answer.frame["tags"]) == {""}
    assert bits(values_of(answer.frame.drop("tags"))) == bits(VALUES)
    assert answer.rows >= 200
    assert "Çanakkale" in answer.query


@pytest.mark.parametrize("there", [False, True], ids=["absent series", "empty period"])
def test_no_points_are_an_empty_frame(backend: Backend, there: bool) -> None:
    if there:
        backend.store.write(T1, frame(VALUES))
    for period in ((300 * MINUTE, 400 * MINUTE), (5, 5)):
        answer = backend.store.points(T1, (SPEED, POWER), *period).frame
        assert answer.columns == ["time", "tags", SPEED, POWER]
        assert answer.is_empty()
        assert backend.store.other_fields(T1, *period, NAMES) == {}


def test_a_second_point_on_a_stamp_is_given_apart_and_counted_once_as_a_stamp(
    backend: Backend,
) -> None:
    backend.store.write(T1, frame(VALUES))
    backend.door.write(T1, {(THIRD, POWER): 99.0}, beside=True)
    answer = backend.store.points(T1, (POWER, SPEED), 0, DAY).frame
    assert answer.height == 201
    assert answer["time"].is_sorted()
    both = answer.filter(time=answer["time"][3])
    assert sorted(both.drop("time").rows(), key=lambda row: row[1]) == [
        ("", 3.5, 3.5),
        (backend.door.tags, 99.0, None),
    ]
    assert backend.store.stamps(T1, 0, DAY).tolist() == [i * MINUTE for i in range(200)]
    with pytest.raises(StoreError, match="several points of this turbine at the same time"):
        backend.store.read(T1, (POWER,), 0, DAY)


def test_fields_of_others_are_counted_by_name(backend: Backend) -> None:
    backend.store.write(T1, frame(VALUES))
    assert backend.store.other_fields(T1, 0, DAY, NAMES) == {}
    backend.door.write(T1, {(THIRD, "oil, of the gearbox"): "warm"})
    backend.door.write(T1, {(4 * MINUTE, "oil, of the gearbox"): "hot"})
    backend.door.write(T1, {(4 * MINUTE, "state"): "run"})
    counts = {"oil, of the gearbox": 2, "state": 1}
    assert backend.store.other_fields(T1, 0, DAY, NAMES) == counts
    assert backend.store.other_fields(T1, 4 * MINUTE, DAY, NAMES) == {
        "oil, of the gearbox": 1,
        "state": 1,
    }
    assert backend.store.other_fields(T1, 0, THIRD, NAMES) == {}
    assert bits(values_of(backend.store.read(T1, (POWER, SPEED), 0, DAY).frame)) == bits(VALUES)
    assert backend.store.points(T1, NAMES, 0, DAY).frame.height == 200
