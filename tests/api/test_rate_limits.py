"""How often somebody may ask, who is counted as whom, and that nothing breaks or is remembered."""

import logging
import os
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import pytest
import redis
from flask.testing import FlaskClient
from tests.api.test_search import refusal
from tests.app_fixtures import MakeSettings

from clinicfinder.app import create_app
from clinicfinder.config import DEFAULT_RATE_LIMIT, MEMORY_STORAGE, read_settings
from clinicfinder.errors import SettingFault
from clinicfinder.web import rate_limits

PATH: Final = "/api/v1/treatments"
REDIS: Final = "redis://127.0.0.1:6379/0"
HEADERS: Final = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")

MakeClient = Callable[..., FlaskClient]


@pytest.fixture
def limited(make_settings: MakeSettings) -> MakeClient:
    """A site that allows three requests a minute, on a database of the given address if any."""

    def make(**changes: Any) -> FlaskClient:
        return create_app(make_settings(**{"rate_limit": 3} | changes)).test_client()

    return make


def ask(client: FlaskClient, address: str = "203.0.113.7", path: str = PATH, **options: Any) -> Any:
    return client.get(path, environ_base={"REMOTE_ADDR": address}, **options)


@pytest.fixture
def closed_port() -> int:
    """A port of this machine where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def passing_on_to_redis(port: int) -> Iterator[None]:
    """A Redis at a port of its own: everything that comes is passed on to the one that the tests use."""

    class PassOn(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with socket.create_connection(("127.0.0.1", 6379)) as onward:
                threading.Thread(target=pour, args=(onward, self.request), daemon=True).start()
                pour(self.request, onward)

    def pour(source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while some := source.recv(4096):
                sink.sendall(some)

    with socketserver.ThreadingTCPServer(("127.0.0.1", port), PassOn) as relay:
        relay.daemon_threads = True
        threading.Thread(target=relay.serve_forever, daemon=True).start()
        yield
        relay.shutdown()


class TestLimit:
    def test_says_what_is_left_and_refuses_what_is_too_much(self, limited: MakeClient):
        client = limited()
        for left in (2, 1, 0):
            answer = ask(client)
            assert answer.status_code == 200
            assert (answer.headers["RateLimit-Limit"], answer.headers["RateLimit-Remaining"]) == ("3", str(left))
            assert 1 <= int(answer.headers["RateLimit-Reset"]) <= 60
            assert "Retry-After" not in answer.headers
        answer = ask(client)
        refusal(answer, 429, "rate_limited")
        assert 1 <= int(answer.headers["Retry-After"]) <= 60
        assert answer.headers["RateLimit-Remaining"] == "0"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"

    def test_is_one_for_the_whole_api(self, limited: MakeClient):
        client = limited()
        for path in (PATH, "/api/v1/clinics?near=85032", "/api/v1/openapi.json"):
            assert ask(client, path=path).status_code == 200
        assert ask(client, path="/api/v1/networks").status_code == 429

    @pytest.mark.parametrize(("method", "path", "status"), [("GET", "/api/v1/nothing", 404), ("DELETE", PATH, 405)])
    def test_is_for_what_has_no_answer_too(self, limited: MakeClient, method: str, path: str, status: int):
        client = limited()
        answers = [client.open(path, method=method) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [status] * 3 + [429]
        assert [answer.headers["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0"]

    def test_is_each_address_its_own(self, limited: MakeClient):
        client = limited()
        for _ in range(4):
            ask(client)
        assert ask(client).status_code == 429
        assert ask(client, "203.0.113.8").status_code == 200

    def test_is_not_for_pages_nor_for_what_browsers_ask_beforehand(self, limited: MakeClient):
        client = limited()
        for _ in range(5):
            for path in ("/", "/clinics?near=85032", "/suggest?q=mesa", "/healthz"):
                answer = ask(client, path=path)
                assert answer.status_code == 200
                assert not set(HEADERS) & set(answer.headers.keys())
            assert client.options(PATH).status_code == 200
        assert ask(client).headers["RateLimit-Remaining"] == "2"

    def test_is_off_where_the_settings_say_so(self, client: FlaskClient):
        for _ in range(20):
            answer = ask(client)
            assert answer.status_code == 200
        assert not set(HEADERS) & set(answer.headers.keys())

    def test_logs_nobodys_address(self, limited: MakeClient, caplog: pytest.LogCaptureFixture):
        caplog.set_level(logging.DEBUG)
        client = limited()
        for _ in range(5):
            ask(client)
        assert "203.0.113.7" not in caplog.text
        assert "address:" not in caplog.text
        assert "429" in caplog.text


class TestRedis:
    @pytest.fixture
    def server(self) -> redis.Redis:
        connection = redis.Redis.from_url(REDIS, socket_connect_timeout=1)
        try:
            connection.ping()
        except redis.ConnectionError:
            reason = f"NOT TESTED on Redis: no server answers at {REDIS}"
            if os.environ.get("CI") == "true":
                pytest.fail(reason)
            pytest.skip(reason)
        return connection

    def test_counts_for_all_processes_together_and_knows_no_address(self, limited: MakeClient, server: redis.Redis):
        secret = os.urandom(16).hex()
        one, other = (limited(rate_limit_storage=REDIS, stated_secret=secret) for _ in range(2))
        for client in (one, other, one):
            assert ask(client).status_code == 200
        assert ask(other).status_code == 429
        ours = list(server.scan_iter("*clinicfinder*"))
        assert ours
        assert not [name for name in ours if b"203.0.113.7" in name]

    def test_that_is_not_there_takes_nothing_down(
        self, limited: MakeClient, closed_port: int, caplog: pytest.LogCaptureFixture
    ):
        client = limited(rate_limit_storage=f"redis://:hidden@127.0.0.1:{closed_port}/0", stated_secret="x" * 32)
        assert [ask(client).status_code for _ in range(4)] == [200, 200, 200, 429]
        assert "hidden" not in caplog.text
        assert ask(client, path="/clinics?near=85032").status_code == 200

    def test_that_says_nothing_is_waited_for_once_and_not_for_long(self, limited: MakeClient):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            storage = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
            client = limited(rate_limit_storage=storage, stated_secret="x" * 32)
            started = time.monotonic()
            assert [ask(client).status_code for _ in range(4)] == [200, 200, 200, 429]
            assert time.monotonic() - started < 4

    @pytest.mark.usefixtures("server")
    def test_that_is_back_counts_again(self, limited: MakeClient, closed_port: int):
        secret = os.urandom(16).hex()
        there = limited(rate_limit_storage=REDIS, stated_secret=secret)
        away = limited(rate_limit_storage=f"redis://127.0.0.1:{closed_port}/0", stated_secret=secret)
        assert [ask(there).status_code for _ in range(4)] == [200, 200, 200, 429]
        assert ask(away).headers["RateLimit-Remaining"] == "2"
        with passing_on_to_redis(closed_port):
            # Flask-Limiter looks for it after 1, 2, 4 seconds; what it counted meanwhile is not brought along.
            time.sleep(3)
            assert ask(away).status_code == 429


class TestStreetAddresses:
    @pytest.fixture
    def make_asked(
        self, limited: MakeClient, database_copy: Path, monkeypatch: pytest.MonkeyPatch, closed_port: int
    ) -> MakeClient:
        """A site whose geocoder never answers, which allows two look-ups a minute and any number of requests."""
        monkeypatch.setattr(rate_limits, "ADDRESS_LOOKUPS_PER_MINUTE", 2)
        return lambda **changes: limited(
            rate_limit=1_000,
            database_url=f"sqlite:///{database_copy}",
            geocoders=f"census:domain=127.0.0.1:{closed_port};scheme=http",
            **changes,
        )

    @pytest.fixture
    def asked(self, make_asked: MakeClient) -> FlaskClient:
        return make_asked()

    def test_beyond_the_limit_are_refused_on_the_page_and_in_the_api(self, asked: FlaskClient):
        said = [
            asked.post("/api/v1/clinics/search", json={"near": f"{number} Main St, Mesa AZ 85201"}).status_code
            for number in (1, 2, 3)
        ]
        assert said == [503, 503, 429]
        answer = asked.post("/api/v1/clinics/search", json={"near": "4 Main St, Mesa AZ 85201"})
        refusal(answer, 429, "rate_limited")
        assert 1 <= int(answer.headers["Retry-After"]) <= 60
        assert (answer.headers["RateLimit-Limit"], answer.headers["RateLimit-Remaining"]) == ("1000", "996")
        page = asked.post("/clinics", data={"near": "5 Main St, Mesa AZ 85201"})
        assert page.status_code == 429
        assert 1 <= int(page.headers["Retry-After"]) <= 60
        assert "too fast" in page.text
        assert not set(HEADERS) & set(page.headers.keys())

    def test_are_counted_while_redis_is_away(self, make_asked: MakeClient, closed_port: int):
        client = make_asked(rate_limit_storage=f"redis://127.0.0.1:{closed_port}/0", stated_secret="x" * 32)
        said = [client.post("/clinics", data={"near": f"{number} Main St, Mesa AZ 85201"}) for number in (1, 2, 3)]
        assert [page.status_code == 429 for page in said] == [False, False, True]
        assert 1 <= int(said[-1].headers["Retry-After"]) <= 60

    def test_do_not_count_places_of_our_own_tables(self, asked: FlaskClient):
        for _ in range(5):
            assert asked.post("/api/v1/clinics/search", json={"near": "Mesa, AZ"}).status_code == 200
            assert asked.post("/clinics", data={"near": "85032"}).status_code == 303


class TestBehindAProxy:
    def test_on_this_machine_each_visitor_is_counted_apart(self, limited: MakeClient):
        client = limited()
        for _ in range(4):
            ask(client, "127.0.0.1", headers={"X-Forwarded-For": "203.0.113.7"})
        assert ask(client, "127.0.0.1", headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 429
        assert ask(client, "127.0.0.1", headers={"X-Forwarded-For": "203.0.113.8"}).status_code == 200

    def test_nobody_else_can_pretend_to_be_another(self, limited: MakeClient):
        client = limited()
        for number in range(4):
            answer = ask(client, headers={"X-Forwarded-For": f"198.51.100.{number}"})
        assert answer.status_code == 429

    def test_elsewhere_as_many_are_believed_as_the_settings_name(self, limited: MakeClient):
        client = limited(trusted_proxies=1)
        for number in range(4):
            answer = ask(client, "10.0.0.9", headers={"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.7"})
        assert answer.status_code == 429
        assert ask(client, "10.0.0.9", headers={"X-Forwarded-For": "203.0.113.8"}).status_code == 200


class TestSettings:
    def test_limits_are_on_unless_said_otherwise(self):
        assert read_settings({}).rate_limit == DEFAULT_RATE_LIMIT
        assert read_settings({}).rate_limit_storage == MEMORY_STORAGE
        assert read_settings({"CLINICFINDER_RATE_LIMITS": "off"}).rate_limit is None
        assert read_settings({"CLINICFINDER_RATE_LIMITS": "50"}).rate_limit == 50
        assert read_settings({"CLINICFINDER_TRUSTED_PROXIES": "2"}).trusted_proxies == 2
        assert read_settings({}).trusted_proxies is None

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("CLINICFINDER_RATE_LIMITS", "0"), ("CLINICFINDER_RATE_LIMITS", "no"), ("CLINICFINDER_RATE_LIMITS", "-1"),
            ("CLINICFINDER_RATE_LIMIT_STORAGE", "http://host"), ("CLINICFINDER_RATE_LIMIT_STORAGE", "redis"),
            ("CLINICFINDER_TRUSTED_PROXIES", "all"), ("CLINICFINDER_TRUSTED_PROXIES", "10"),
        ],
    )  # fmt: skip
    def test_that_cannot_be_used_stop_the_start_by_name(self, name: str, value: str):
        with pytest.raises(SettingFault, match=name):
            read_settings({name: value})
