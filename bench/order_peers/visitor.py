"""A buyer's browser, as small as it can be: a kept-alive connection, cookies, forms and JSON."""

import http.client
import json
import urllib.parse
from collections.abc import Mapping
from typing import Any

SECONDS = 120


class Answer:
    def __init__(self, status: int, headers: http.client.HTTPMessage, body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    @property
    def location(self) -> str:
        return str(self.headers.get("Location", ""))

    def json(self) -> Any:
        return json.loads(self.body)

    def __repr__(self) -> str:
        return f"{self.status} {self.location} {self.body[:400]!r}"


class Visitor:
    """One buyer after another; each has a connection, which lasts as long as the server keeps it, and cookies."""

    def __init__(self, port: int, number: int) -> None:
        self.port, self.number = port, number
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
        self.cookies: dict[str, str] = {}
        self.requests = self.purchases = 0

    @property
    def email(self) -> str:
        """Another with each purchase."""
        return f"ha-{self.number}-{self.purchases}@example.com"

    def forget(self) -> None:
        """Be somebody new: another email, no cookies, a new connection."""
        self.connection.close()
        self.cookies = {}
        self.purchases += 1

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self.ask("GET", path, None, headers or {})

    def send(self, path: str, fields: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Answer:
        """POST a form."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, urllib.parse.urlencode(fields).encode(), kind | dict(headers or {}))

    def send_json(self, path: str, facts: Any, headers: Mapping[str, str] | None = None) -> Answer:
        kind = {"Content-Type": "application/json"}
        return self.ask("POST", path, json.dumps(facts).encode(), kind | dict(headers or {}))

    def ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        """One request; never sent twice, for it may have bought something. Raises OSError and HTTPException."""
        words = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}
        self.connection.request(method, path, body, words | dict(headers))
        answer = self.connection.getresponse()
        self.requests += 1
        said = Answer(answer.status, answer.msg, answer.read())
        for cookie in answer.msg.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return said
