"""An InfluxDB 2 server over influxdb-client: each call is one request, each failure one of ours.

The client's own conveniences are not used if they lose something: its batching (failures go to a
log), its retries, its DataFrames, and its objects for answers (a proxy's HTML page would end as an
AttributeError). Its services are asked for the plain answer instead.
"""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any

from influxdb_client import (
    BucketRetentionRules,
    BucketsService,
    DeletePredicateRequest,
    DeleteService,
    Dialect,
    InfluxDBClient,
    MetricsService,
    OrganizationsService,
    PatchBucketRequest,
    PingService,
    PostBucketRequest,
    WriteService,
)
from influxdb_client.rest import ApiException

from turbine.model.errors import StoreDeniedError, StoreError, StoreMissingError
from turbine.model.series import Series, Target
from turbine.settings.kinds import InfluxSettings
from turbine.stores._retry import Deadlines, retrying
from turbine.stores.base import Bucket
from turbine.stores.influx._doubt import Doubt
from turbine.stores.influx._ends import Reply, broken_off, check_framed, check_json
from turbine.stores.influx._flux import Query, is_whole, rfc3339
from turbine.stores.influx._flux_pool import Connections, RefusedAnswer
from turbine.stores.influx._http import (
    BucketMissingError,
    OrganisationMissingError,
    answered,
    check_token,
    foreign,
    json_of,
    refusal,
    reported,
    suggested,
)
from turbine.stores.influx._quoted import quoted
from turbine.stores.influx._tls import context_of, untrusted
from turbine.stores.influx.words import Words
from turbine.words import Sentence, Text

_ID = re.compile(r"[0-9a-f]{16}")
_SHARD_SIZES = b"\nstorage_shard_disk_size{"
_SHARD_SIZE = rb'^storage_shard_disk_size\{bucket="%s",.*\} (\S+)$'
_PLAIN = {"_preload_content": False}
_NAMES = 100  # of buckets or organisations, to find the one that may be meant
_DIALECT = Dialect(header=True, annotations=[], delimiter=",")
_TYPED = Dialect(header=True, annotations=["datatype"], delimiter=",")


class Server:
    """One server, one organisation, one bucket. Safe to use from several threads."""

    def __init__(
        self,
        settings: InfluxSettings,
        target: Target,
        deadlines: Deadlines,
    ) -> None:
        if not settings.token:
            raise StoreDeniedError(Words.NO_TOKEN(), hint=Words.SET_TOKEN())
        self.url, self.org, self.bucket = target.address, target.org, target.bucket
        self._deadlines = deadlines
        self._client = InfluxDBClient(
            url=self.url,
            token=check_token(settings.token),
            org=self.org,
        )
        self._api = self._client.api_client
        # Its own would follow redirections, and wait for the end of an answer that has none.
        self._api.rest_client.pool_manager = Connections(
            timeout_s=settings.timeout_s, context=context_of(settings)
        )
        self._buckets = BucketsService(self._api)

    @property
    def bucket_may_be_id(self) -> bool:
        return _ID.fullmatch(self.bucket) is not None

    def close(self) -> None:
        self._client.close()

    def version(self) -> str:
        """The version that answers. Raises StoreError if it is not an InfluxDB 2."""
        request = partial(PingService(self._api).get_ping, **_PLAIN)
        _, headers, _ = self._call(request, Words.IDENTIFY())
        version = headers.get("X-Influxdb-Version", "")
        if not version:
            raise foreign(self.url, Words.NO_VERSION())
        if version.removeprefix("v")[0] in "13":
            raise StoreError(
                Words.OTHER_GENERATION(url=self.url, version=version), hint=Words.ASK_THE_SERVER()
            )
        return version

    def organisation(self) -> tuple[str, str]:
        """Its name and ID. A token for one bucket alone may not see it: then what is known."""
        request = partial(OrganizationsService(self._api).get_orgs, **self._of_org(), **_PLAIN)
        with self._known_org():
            orgs = self._json(request, Words.FIND_ORGANISATION())["orgs"]
        if orgs:
            return orgs[0]["name"], orgs[0]["id"]
        return self.org, self.org if _ID.fullmatch(self.org) else ""

    def check_token(self) -> None:
        """Raise StoreDeniedError if the token is not accepted."""
        self._json(partial(self._buckets.get_buckets, limit=1, **_PLAIN), Words.LIST_BUCKETS())

    def find_bucket(self) -> Bucket | None:
        """The bucket of that name, else of that ID."""
        keys = [{"name": self.bucket}]
        if self.bucket_may_be_id:
            keys.append({"id": self.bucket})
        for key in keys:
            request = partial(self._buckets.get_buckets, **key, **self._of_org(), **_PLAIN)
            try:
                with self._known_org():
                    buckets = self._json(request, Words.FIND_BUCKET())["buckets"]
            except BucketMissingError:
                continue
            if buckets:
                return _bucket(buckets[0])
        return None

    def bucket_names(self) -> list[str]:
        """Those of the organisation that the token may see, a hundred at most."""
        request = partial(self._buckets.get_buckets, limit=_NAMES, **self._of_org(), **_PLAIN)
        return _names(self._json(request, Words.LIST_BUCKETS()), "buckets")

    def make_bucket(self, retention_s: int, shard_s: int) -> Bucket:
        name, org_id = self.organisation()
        if not org_id:
            raise StoreDeniedError(
                Words.MAY_NOT_SEE_ORGANISATION(name=name), hint=Words.HAVE_BUCKET_CREATED()
            )
        wanted = PostBucketRequest(
            name=self.bucket, org_id=org_id, retention_rules=_rules(retention_s, shard_s)
        )
        request = partial(self._buckets.post_buckets, post_bucket_request=wanted, **_PLAIN)
        return _bucket(self._json(request, Words.CREATE_BUCKET()))

    def set_shard(self, bucket: Bucket, shard_s: int) -> None:
        wanted = PatchBucketRequest(retention_rules=_rules(bucket.retention_s, shard_s))
        request = partial(self._buckets.patch_buckets_id, bucket.id, wanted, **_PLAIN)
        self._json(request, Words.CHANGE_BUCKET())

    def size_bytes(self) -> int | None:
        """The bucket's shards, as the server counts them every few seconds."""
        bucket = self.find_bucket()
        if bucket is None:
            return None
        try:
            request = partial(MetricsService(self._api).get_metrics, **_PLAIN)
            _, _, body = self._call(request, Words.REPORT_METRICS(), check=self._check_metrics)
        except StoreError:  # they can be turned off, and Cloud has none
            return None
        sizes = re.findall(_SHARD_SIZE % bucket.id.encode(), body, re.MULTILINE)
        return int(sum(map(float, sizes))) or None

    def write(self, lines: bytes, doubt: Doubt) -> None:
        """Send line protocol: every line is stored on return, or RefusedError says why not."""
        post = WriteService(self._api).post_write
        request = partial(post, self.org, self.bucket, lines, precision="ns", **_PLAIN)
        deadline_s, doing = self._deadlines.write_s, Words.WRITE_POINTS()
        with self._known_bucket():
            reply = self._call(request, doing, deadline_s=deadline_s, attempt=doubt.of_silence)
        self._check_acknowledged(reply, Words.STATUS_OF_WRITE)

    def query(self, query: Query, *, typed: bool = False) -> bytes:
        """The CSV that answers; with a line of data types before each table, if ``typed``."""
        service = self._client.query_api()
        dialect = _TYPED if typed else _DIALECT
        request = partial(service.query_raw, query.text, dialect=dialect, params=query.bound)
        check = partial(self._check_csv, query)
        with self._known_bucket():
            _, _, body = self._call(request, Words.QUERY(), check=check)
        return body

    def delete(self, series: Series, start_ns: int, stop_ns: int) -> None:
        """Delete the series' points in [start, stop)."""
        tags = {"_measurement": series.measurement, "site": series.site, "turbine": series.turbine}
        selection = DeletePredicateRequest(
            start=rfc3339(start_ns),
            stop=rfc3339(stop_ns - 1),  # the server's stop is included (2.9.1)
            predicate=" AND ".join(f"{name}={quoted(tag)}" for name, tag in tags.items()),
        )
        post = DeleteService(self._api).post_delete
        request = partial(post, selection, org=self.org, bucket=self.bucket, **_PLAIN)
        with self._known_bucket():
            reply = self._call(request, Words.DELETE_POINTS(), deadline_s=self._deadlines.write_s)
        self._check_acknowledged(reply, Words.STATUS_OF_DELETION)

    def _check_acknowledged(self, reply: Reply, otherwise: Sentence) -> None:
        status, headers, _ = reply
        if status != 204:  # a proxy's friendly page is no acknowledgement
            content_type = headers.get("Content-Type")
            raise foreign(self.url, otherwise(status=status, content_type=content_type))

    def _check_metrics(self, reply: Reply) -> None:
        """Metrics come sorted by name: those that matter are complete if others follow them."""
        _, sizes, rest = reply[2].rpartition(_SHARD_SIZES)
        if sizes and b"\n# " not in rest:
            raise broken_off(self.url)

    def _check_csv(self, query: Query, reply: Reply) -> None:
        _, headers, body = reply
        content_type = headers.get("Content-Type", "")
        if body and "csv" not in content_type:
            raise foreign(self.url, answered(content_type))
        if not is_whole(body, query):
            raise broken_off(self.url)

    def _of_org(self) -> dict[str, str]:
        """These services tell a name from an ID, unlike writes and queries."""
        if not self.org:
            raise StoreMissingError(Words.NO_ORGANISATION(), hint=Words.SET_ORGANISATION())
        return {"org_id" if _ID.fullmatch(self.org) else "org": self.org}

    def _org_names(self) -> list[str]:
        """Those that the token may see, a hundred at most."""
        request = partial(OrganizationsService(self._api).get_orgs, limit=_NAMES, **_PLAIN)
        return _names(self._json(request, Words.FIND_ORGANISATION()), "orgs")

    def _known_org(self) -> AbstractContextManager[None]:
        return suggested(OrganisationMissingError, self.org, self._org_names)

    def _known_bucket(self) -> AbstractContextManager[None]:
        return suggested(BucketMissingError, self.bucket, self.bucket_names)

    def _json(self, request: Callable[[], Any], doing: Text) -> dict[str, Any]:
        _, _, body = self._call(request, doing, check=partial(check_json, self.url))
        return json_of(self.url, body)

    def _call(
        self,
        request: Callable[[], Any],
        doing: Text,
        *,
        deadline_s: float | None = None,
        check: Callable[[Reply], None] = lambda _: None,
        attempt: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> Reply:
        """One request, tried again while that makes sense, each time within an ``attempt``.
        ``check`` may raise on its answer."""

        def once() -> Reply:
            with reported(self.url, doing):
                try:
                    response = request()
                    reply = response.status, response.headers, response.read()
                except ApiException as error:  # by now of TLS alone
                    raise untrusted(self.url, error) from error
                except RefusedAnswer as error:
                    raise refusal(self.url, doing, *error.reply) from None
            check_framed(self.url, *reply[:2])
            check(reply)
            return reply

        return retrying(once, deadline_s=deadline_s or self._deadlines.read_s, attempt=attempt)


def _rules(retention_s: int, shard_s: int) -> list[BucketRetentionRules]:
    # The client's own default is 30 days: every older row would be refused.
    shard = {"shard_group_duration_seconds": shard_s} if shard_s else {}
    return [BucketRetentionRules(type="expire", every_seconds=retention_s, **shard)]


def _names(answer: dict[str, Any], key: str) -> list[str]:
    entries = answer.get(key)
    if not isinstance(entries, list):
        return []
    return [str(entry.get("name", "")) for entry in entries if isinstance(entry, dict)]


def _bucket(entry: dict[str, Any]) -> Bucket:
    rule = (entry.get("retentionRules") or [{}])[0]
    return Bucket(
        name=entry["name"],
        id=entry["id"],
        retention_s=rule.get("everySeconds", 0),
        shard_s=rule.get("shardGroupDurationSeconds", 0),
    )
