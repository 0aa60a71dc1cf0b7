"""The connections of influxdb-client."""

from typing import Any

from turbine.stores.influx._ends import Reply
from turbine.stores.influx._pool import Answer, Pool


class RefusedAnswer(Exception):
    """An answer other than success."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self.reply = reply


class Connections(Pool):
    """Its own error of a refusal would hold, show and log the whole answer, with whatever of the
    request is repeated there."""

    def request(self, method: str, url: str, **how: Any) -> Answer:
        answer = super().request(method, url, **how)
        if not 200 <= answer.status < 300:
            raise RefusedAnswer((answer.status, answer.headers, answer.read()))
        return answer
