"""A server that repeats the request: its Authorization never reaches an error, an answer, a log."""

import base64
import html
import json
import logging
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import quote, quote_plus

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from played import Played, Reply, Request, fake_server

from turbine.model.errors import StoreError
from turbine.model.frame import to_time
from turbine.model.series import Series
from turbine.settings.config import Settings
from turbine.settings.kinds import InfluxSettings
from turbine.stores import open_store
from turbine.stores._retry import Deadlines
from turbine.stores._secret import STRUCK, Secret
from turbine.stores.base import Refusal, Store
from turbine.stores.doctor import Step, examine
from turbine.stores.influx.generation import open_influx
from turbine.stores.influx.influx3 import Influx3Store
from turbine.stores.influx.words import Words as InfluxWords
from turbine.stores.words import Words
from turbine.timing.windows import plan
from turbine.words import Text, keep, recall

TOKEN = 'ada:pa/ss "word"+<of>&hers=='
PASSWORD = TOKEN.partition(":")[2]
BASIC = base64.b64encode(TOKEN.encode()).decode()
T1 = Series(measurement="scada", site="main", turbine="T1")
POINTS = pl.DataFrame({"time": to_time(np.array([1, 2], dtype=np.int64)), "power_kw": [1.0, 2.0]})
WRITTEN: dict[str, Callable[[str], str]] = {
    "plain": str,
    "url": lambda text: quote(text, safe=""),
    "form": quote_plus,
    "lower": lambda text: quote(text, safe="").replace("%2F", "%2f").replace("%3A", "%3a"),
    "json": lambda text: json.dumps(text)[1:-1],
    "html": html.escape,
}
CALLS: dict[str, Callable[[Store], object]] = {
    "info": lambda store: store.info(),
    "bucket": lambda store: store.bucket(),
    "bucket_names": lambda store: store.bucket_names(),
    "create_bucket": lambda store: store.create_bucket(),
    "set_shard": lambda store: store.set_shard(86_400),
    "size_bytes": lambda store: store.size_bytes(),
    "write": lambda store: store.write(T1, POINTS),
    "series": lambda store: store.series(),
    "foreign_types": lambda store: store.foreign_types("scada", ("power_kw",)),
    "stamps": lambda store: store.stamps(T1, 0, 9),
    "read": lambda store: store.read(T1, ("power_kw",), 0, 9),
    "aggregate": lambda store: store.aggregate(T1, ("power_kw",), plan(0, 10**15, "1h"), ("mean",)),
    "points": lambda store: store.points(T1, ("power_kw",), 0, 9),
    "other_fields": lambda store: store.other_fields(T1, 0, 9, ()),
    "delete": lambda store: store.delete(T1, [(0, 9)]),
    "erase": lambda store: store.erase(T1, ("power_kw",), np.array([1]), lambda _: None),
    "put_back": lambda store: store.put_back(b"scada,site=main,turbine=T1 power_kw=1 1"),
}


def needles() -> list[str]:
    """What must not be read anywhere."""
    secrets = (TOKEN, PASSWORD, BASIC)
    return [write(secret) for secret in secrets for write in WRITTEN.values()] + [BASIC[:-2]]


def repeated(request: Request, write: Callable[[str], str]) -> str:
    """The secrets of a request, as a program would write them into whatever it says."""
    given = request.headers.get("Authorization", "")
    kind, _, value = given.partition(" ")
    plain = base64.b64decode(value).decode() if kind == "Basic" else value
    return f"You sent {write(given)} ({write(plain)}, password {write(PASSWORD)})"


def clean(text: str) -> str:
    """For a header or a line of JSON."""
    return text.replace("\r", " ").replace("\n", " ")


Write = Callable[[str], str]
JSON, CSV = {"Content-Type": "application/json"}, {"Content-Type": "text/csv"}


def message(write: Write, request: Request, *, status: int, before: str = "") -> Reply:
    said = before + repeated(request, write)
    return Reply(status, json.dumps({"message": said, "error": said}).encode(), JSON)


def partial_write(write: Write, request: Request) -> Reply:
    said = f"partial write: {repeated(request, write)}"
    guilty = {"line_number": 1, "error_message": said, "original_line": "x"}
    if "write" in request.path:
        body = {"error": said, "message": said, "data": [guilty]}
        return Reply(400, json.dumps(body).encode(), JSON)
    if "/api/v2/query" in request.path:
        return Reply(200, b"\r\n", CSV)
    return Reply(200, b'{"results":[{"statement_id":0}]}', JSON)


def names(write: Write, request: Request) -> Reply:
    name = repeated(request, write)
    series = {"columns": [name], "values": [[name] * 5, ["b"]]}
    answer = {
        "buckets": [{"name": name, "id": name, "retentionRules": []}],
        "orgs": [{"name": name, "id": name}],
        "name": name,
        "id": name,
        "results": [{"statement_id": 0, "series": [series]}],
    }
    headers = JSON | {"X-Influxdb-Version": "2.9.1"}
    return Reply(200, json.dumps(answer).encode(), headers)


def greeting(write: Write, request: Request) -> Reply:
    said = clean(repeated(request, write))
    headers = {"X-Influxdb-Version": f"2.9.1 {said}", "X-Influxdb-Build": said, "Location": said}
    return Reply(204, b"", headers)


def late(write: Write, request: Request) -> Reply:
    """An error behind a success."""
    if "/api/v2/query" not in request.path:
        return Reply(200, json.dumps({"error": repeated(request, write)}).encode(), JSON)
    text = repeated(request, write).replace('"', '""')
    return Reply(200, f',error,reference\r\n,"{text}",\r\n\r\n'.encode(), CSV)


def cell(write: Write, request: Request) -> Reply:
    text = repeated(request, write).replace('"', '""')
    body = f',result,table,_time,_value\r\n,0,0,1970-01-01T00:00:00Z,"{text}"\r\n\r\n'
    return Reply(200, body.encode(), CSV)


def page(write: Write, request: Request) -> Reply:
    said = repeated(request, write)
    body = f"<html><title>{said}</title>{said}</html>"
    return Reply(502, body.encode(), {"Content-Type": "text/html"})


def cut(write: Write, request: Request) -> Reply:
    """As long as a message may be, so that the end of one secret is cut off."""
    return Reply(400, b"x" * 1_960 + write(TOKEN).encode() * 9, {"Content-Type": "text/plain"})


WAYS: dict[str, Callable[[Write, Request], Reply]] = {
    **{f"message {s}": partial(message, status=s) for s in (400, 401, 403, 404, 429, 500)},
    "bucket": partial(message, status=404, before="bucket not found: "),
    "partial write": partial_write,
    "names": names,
    "greeting": greeting,
    "late": late,
    "cell": cell,
    "page": page,
    "cut": cut,
}
ALL = [(way, "plain") for way in WAYS]
ALL += [
    (way, form) for way in ("message 400", "page", "late") for form in WRITTEN if form != "plain"
]


@pytest.fixture
def fake() -> Iterator[Played]:
    with fake_server() as server:
        yield server


@pytest.fixture(autouse=True)
def nobody_waits(pauses: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Influx3Store, "_query_s", 0.001)


def settings(url: str, generation: int | None) -> InfluxSettings:
    return InfluxSettings(
        url=url, token=TOKEN, org="o", bucket="b", timeout_s=5.0, generation=generation
    )


def opened(fake: Played, generation: int) -> Store:
    given = settings(fake.url, generation)
    whole = Settings(data_dir=Path("/nonexistent"), store="influxdb", influx=given)
    none = Deadlines(write_s=0.0, read_s=0.0)
    return open_influx(given, whole.target, generation=generation, deadlines=none)


def output_of(call: Callable[[], object]) -> str:
    """All that a call lets out."""
    try:
        result = call()
    except Exception as error:  # whatever it is, its text is what is searched
        return f"{error!r} {vars(error)}" + "".join(traceback.format_exception(error))
    return repr(result)


@pytest.mark.parametrize("generation", [1, 2, 3])
@pytest.mark.parametrize(("way", "written"), ALL)
def test_what_a_server_repeats_is_struck_out(
    fake: Played, generation: int, way: str, written: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    fake.script = partial(WAYS[way], WRITTEN[written])
    store = opened(fake, generation)
    for name, call in CALLS.items():
        out = output_of(lambda call=call: call(store))
        assert not [needle for needle in needles() if needle in out], (name, out)
    store.close()
    assert not [needle for needle in needles() if needle in caplog.text]
    assert any("Authorization" in request.headers for request in fake.requests)


@pytest.mark.parametrize(("way", "written"), ALL)
def test_the_doctor_and_the_first_question_strike_it_out_too(
    fake: Played, way: str, written: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    fake.script = partial(WAYS[way], WRITTEN[written])
    for generation in (None, 1, 2, 3):
        influx = settings(fake.url, generation)
        whole = Settings(data_dir=Path("/nonexistent"), store="influxdb", influx=influx)
        out = output_of(lambda whole=whole: list(examine(whole))) + output_of(
            lambda whole=whole: open_store(whole).info()
        )
        assert not [needle for needle in needles() if needle in out], out
    assert not [needle for needle in needles() if needle in caplog.text]


def test_the_rest_of_the_message_stays(fake: Played) -> None:
    fake.script = partial(WAYS["message 400"], str)
    with pytest.raises(StoreError) as caught:
        CALLS["read"](opened(fake, 1))
    assert f"You sent Basic {STRUCK} ({STRUCK}, password {STRUCK}) (HTTP 400)" in str(caught.value)


TEXTS: dict[str, Text] = {
    "a text": f"You sent {TOKEN}",
    "a value": Words.NOT_UNDERSTOOD(reason=f"You sent {TOKEN}"),
    "a nested value": InfluxWords.WOULD_NOT(
        url="u",
        doing=Words.REFUSED_ROW(reason=BASIC, meaning=Words.NOT_UNDERSTOOD(reason=PASSWORD)),
        reason=TOKEN,
        status=400,
    ),
    "a tuple": Words.NOT_NUMBERS(
        fields=("power_kw", TOKEN, (PASSWORD, Words.NOT_UNDERSTOOD(reason=BASIC)))
    ),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_it_is_struck_out_of_the_values_of_sentences(text: Text) -> None:
    secret = Secret(TOKEN)
    with pytest.raises(StoreError) as caught, secret.kept():
        raise StoreError(text, hint=text)
    error = caught.value
    step = secret.struck_from(Step(step=text, ok=False, seconds=0, message=text, hint=text))
    refusal = secret.struck_from(Refusal(time_ns=0, reason=f"You sent {TOKEN}", meaning=text))
    shown = [error.message, error.hint, str(error), error.kept(), recall(error.kept())]
    shown += [*map(str, error.args), *map(str, error.texts), repr(error)]
    shown += [str(step.step), str(step.message), str(step.hint), keep(step.message, step.hint)]
    shown += [str(refusal.text), keep(refusal.text), repr(refusal)]
    for out in shown:
        assert STRUCK in out
        assert not [needle for needle in needles() if needle in out], out


def test_our_own_words_stay_whatever_the_secret_is() -> None:
    secret = Secret("ada:answer")
    with pytest.raises(StoreError) as caught, secret.kept():
        raise StoreError(Words.NOT_UNDERSTOOD(reason="answer"))
    assert str(caught.value) == f"The answer cannot be understood: {STRUCK}"


@given(token=st.text(min_size=1), before=st.text(), after=st.text())
def test_any_token_is_struck_out_of_any_text(token: str, before: str, after: str) -> None:
    if len(token) >= 8:
        assert token not in Secret(token).struck(before + token + after).replace(STRUCK, "\0")


def test_a_short_password_does_not_blank_words_that_hold_it() -> None:
    secret = Secret("root:in")
    assert secret.struck("no points in it: root:in") == f"no points {STRUCK} it: {STRUCK}"
    assert secret.struck("nothing within") == "nothing within"
    assert Secret("").struck("nothing is set") == "nothing is set"
