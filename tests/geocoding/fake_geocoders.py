"""A local server that speaks the protocols of the Census and of Nominatim, and misbehaves on order."""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Request:
    """One request as it arrived: where to, with which parameters and headers, and when."""

    path: str
    params: dict[str, str]
    user_agent: str
    at: float


@dataclass
class FakeGeocoders:
    """What to answer, by path, and what was asked. Answers are used up one by one; the last one stays."""

    domain: str = ""
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    released: Event = field(default_factory=Event)
    _lock: Lock = field(default_factory=Lock)

    def census(self, *answers: Answer) -> None:
        self.answers["/geocoder/locations/onelineaddress"] = list(answers)

    def nominatim(self, *answers: Answer) -> None:
        self.answers["/search"] = list(answers)

    def google(self, *answers: Answer) -> None:
        self.answers["/maps/api/geocode/json"] = list(answers)

    def asked(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]

    @property
    def census_requests(self) -> list[Request]:
        return self.asked("/geocoder/locations/onelineaddress")

    @property
    def nominatim_requests(self) -> list[Request]:
        return self.asked("/search")

    def next_answer(self, path: str) -> Answer | None:
        with self._lock:
            answers = self.answers.get(path)
            if not answers:
                return None
            return answers.pop(0) if len(answers) > 1 else answers[0]


@contextmanager
def running() -> Iterator[FakeGeocoders]:
    """The server on a free port of 127.0.0.1, stopped at the end, its hanging answers let go."""
    fake = FakeGeocoders()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            url = urlsplit(self.path)
            params = {name: values[0] for name, values in parse_qs(url.query).items()}
            fake.requests.append(Request(url.path, params, self.headers["User-Agent"], time.monotonic()))
            answer = fake.next_answer(url.path) or status(404)
            answer(self)

        def log_message(self, *args: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *args: Any) -> None:
            """A client that gave up is what several tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    fake.domain = f"127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        fake.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def text(
    body: str, *, code: int = 200, kind: str = "application/json", headers: dict[str, str] | None = None
) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        data = body.encode()
        handler.send_response(code)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(data)))
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def as_json(value: Any) -> Answer:
    return text(json.dumps(value))


def status(code: int, headers: dict[str, str] | None = None) -> Answer:
    return text('{"errors": ["no"]}', code=code, headers=headers)


def html() -> Answer:
    return text("<html><body>Scheduled maintenance</body></html>", kind="text/html")


def hangs(fake: FakeGeocoders) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        fake.released.wait(10)
        handler.close_connection = True

    return answer


def drips(fake: FakeGeocoders, every: float) -> Answer:
    """Headers at once, then a byte now and then: each byte restarts a plain read timeout."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "10000")
        handler.end_headers()
        while not fake.released.wait(every):
            handler.wfile.write(b" ")
            handler.wfile.flush()

    return answer


def resets() -> Answer:
    """Close with a TCP reset instead of an answer."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.rfile.close()
        handler.wfile.close()
        handler.connection.close()
        handler.close_connection = True

    return answer


def breaks_off() -> Answer:
    """Promise more than is sent, then close."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "5000")
        handler.end_headers()
        handler.wfile.write(b'{"result": ')
        handler.close_connection = True

    return answer


def census_match(
    address: str,
    state: str,
    zip_code: str,
    *,
    lat: float,
    lng: float,
    city: str | None = None,
    line: str = "76355984",
) -> dict[str, Any]:
    """One match as the Census API documents it; x is the longitude."""
    return {
        "tigerLine": {"side": "L", "tigerLineId": line},
        "coordinates": {"x": lng, "y": lat},
        "addressComponents": {
            "zip": zip_code, "streetName": "SILVER HILL", "preType": "", "city": city or "WASHINGTON",
            "preDirection": "", "suffixDirection": "", "fromAddress": "4600", "state": state,
            "suffixType": "RD", "toAddress": "4700", "suffixQualifier": "", "preQualifier": "",
        },
        "matchedAddress": address,
    }  # fmt: skip


def census(*matches: dict[str, Any]) -> Answer:
    echoed = {
        "address": {"address": "as typed"},
        "benchmark": {"id": "4", "benchmarkName": "Public_AR_Current"},
    }
    return as_json({"result": {"input": echoed, "addressMatches": list(matches)}})


def nominatim_place(lat: float, lng: float, address: dict[str, str], **more: Any) -> dict[str, Any]:
    """One result as Nominatim's json format gives it with addressdetails=1; coordinates are text."""
    return {
        "place_id": 1, "licence": "Data © OpenStreetMap contributors", "osm_type": "way", "osm_id": 1,
        "lat": str(lat), "lon": str(lng), "class": "building", "type": "yes", "place_rank": 30,
        "importance": 0.1, "addresstype": "building", "display_name": ", ".join(address.values()),
        "address": address, **more,
    }  # fmt: skip


SILVER_HILL = census_match("4600 SILVER HILL RD, WASHINGTON, DC, 20233", "DC", "20233", lat=38.84601, lng=-76.92748)
"""The example of the Census Bureau's own documentation: its headquarters."""
