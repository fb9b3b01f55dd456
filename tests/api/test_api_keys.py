"""Keys of the API: made once, kept as hashes, counted by themselves, revoked for good."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from tests.api.test_search import refusal
from tests.app_fixtures import MakeSettings

from clinicfinder.app import create_app
from clinicfinder.errors import BadForm, NotOnFile
from clinicfinder.store.api_keys import ApiKeyKeeper
from clinicfinder.store.audit import AuditFilter, read_entries, verify_chain
from clinicfinder.store.engine import make_engine
from clinicfinder.usecases.api_keys import create_api_key, list_api_keys, revoke_api_key

NOW: Final = datetime(2026, 11, 22, 12, tzinfo=UTC)
PATH: Final = "/api/v1/treatments"


def make(engine: Engine, holder: str = "Example Health", per_minute: int = 5):
    return create_api_key(engine, holder, actor="ana", moment=NOW, per_minute=per_minute)


class TestStored:
    def test_are_listed_with_who_made_them_when(self, engine: Engine):
        one, other = make(engine), make(engine, "  Other \n Clinic ", 7)
        listed = {key.key_id: key for key in list_api_keys(engine)}
        assert listed == {one.key.key_id: one.key, other.key.key_id: other.key}
        assert (other.key.holder, other.key.per_minute, other.key.created_by) == ("Other Clinic", 7, "ana")
        assert listed[one.key.key_id].created_at == NOW

    def test_are_nowhere_in_the_database(self, engine: Engine):
        secret = make(engine).secret
        with engine.connect() as connection:
            kept = [
                str(value)
                for table in ("api_keys", "audit_log")
                for row in connection.execute(text(f"SELECT * FROM {table}"))
                for value in row
            ]
        assert not [value for value in kept if secret in value or secret.split("_", 2)[2] in value]

    def test_cannot_be_guessed_and_begin_with_their_id(self, engine: Engine):
        made = [make(engine) for _ in range(20)]
        assert len({each.secret for each in made}) == 20
        for each in made:
            prefix, key_id, rest = each.secret.split("_", 2)
            assert (prefix, key_id) == ("cf", each.key.key_id)
            assert len(rest) == 43

    def test_are_in_the_audit_log_when_made_and_revoked(self, engine: Engine):
        key = make(engine).key
        revoke_api_key(engine, key.key_id, actor="ben", moment=NOW + timedelta(days=1))
        with engine.connect() as connection:
            entries = [each.entry for each in read_entries(connection, AuditFilter(), offset=0, limit=10)]
            assert verify_chain(connection).fault is None
        assert [(e.actor, e.action, e.subject) for e in entries] == [
            ("ben", "api_key.revoked", key.key_id),
            ("ana", "api_key.created", key.key_id),
        ]

    def test_are_revoked_once(self, engine: Engine):
        key = make(engine).key
        revoke_api_key(engine, key.key_id, actor="ben", moment=NOW)
        (listed,) = list_api_keys(engine)
        assert (listed.revoked_by, listed.revoked_at) == ("ben", NOW)
        for key_id in (key.key_id, "nothing"):
            with pytest.raises(NotOnFile):
                revoke_api_key(engine, key_id, actor="ben", moment=NOW)
        with engine.connect() as connection:
            assert len(read_entries(connection, AuditFilter(), offset=0, limit=10)) == 2

    @pytest.mark.parametrize(
        ("holder", "per_minute", "fields"),
        [("", 5, ["holder"]), ("   ", 5, ["holder"]), ("x" * 101, 5, ["holder"]), ("x", 0, ["per_minute"]),
         ("", 1_000_001, ["holder", "per_minute"])],
    )  # fmt: skip
    def test_with_every_fault_named_are_not_made(self, engine: Engine, holder: str, per_minute: int, fields: list[str]):
        with pytest.raises(BadForm) as caught:
            make(engine, holder, per_minute)
        assert [problem.field for problem in caught.value.problems] == fields
        assert list_api_keys(engine) == []

    def test_are_known_until_revoked_and_read_no_oftener_than_told(self, engine: Engine):
        clock = [0.0]
        keeper = ApiKeyKeeper(engine, 10, lambda: clock[0])
        assert keeper.holder_of("cf_nothing") is None
        made = make(engine)
        assert keeper.holder_of(made.secret) is None
        clock[0] = 10.0
        assert keeper.holder_of(made.secret) == made.key
        revoke_api_key(engine, made.key.key_id, actor="ben", moment=NOW)
        assert keeper.holder_of(made.secret) == made.key
        clock[0] = 20.0
        assert keeper.holder_of(made.secret) is None

    def test_stay_known_while_the_database_is_away(self, engine: Engine):
        clock = [0.0]
        keeper = ApiKeyKeeper(engine, 1, lambda: clock[0])
        made = make(engine)
        assert keeper.holder_of(made.secret) == made.key
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE api_keys RENAME TO api_keys_away"))
        clock[0] = 2.0
        assert keeper.holder_of(made.secret) == made.key


class TestSent:
    @pytest.fixture
    def engine(self, database_copy: Path):
        engine = make_engine(f"sqlite:///{database_copy}")
        yield engine
        engine.dispose()

    @pytest.fixture
    def client(self, make_settings: MakeSettings, database_copy: Path) -> FlaskClient:
        url = f"sqlite:///{database_copy}"
        return create_app(make_settings(database_url=url, refresh_seconds=0.0, rate_limit=2)).test_client()

    @pytest.mark.parametrize("header", ["X-API-Key", "Authorization"])
    def test_are_counted_by_themselves(self, client: FlaskClient, engine: Engine, header: str):
        secret = make(engine).secret
        sent = {header: f"Bearer {secret}" if header == "Authorization" else secret}
        said = [client.get(PATH, headers=sent) for _ in range(6)]
        assert [each.status_code for each in said] == [200] * 5 + [429]
        assert [each.headers["RateLimit-Remaining"] for each in said] == ["4", "3", "2", "1", "0", "0"]
        assert client.get(PATH).headers["RateLimit-Remaining"] == "1"
        assert client.get(PATH, headers={"X-API-Key": make(engine).secret}).headers["RateLimit-Remaining"] == "4"

    def test_unknown_or_revoked_are_401_and_count_for_the_address(self, client: FlaskClient, engine: Engine):
        made = make(engine)
        revoke_api_key(engine, made.key.key_id, actor="ben", moment=NOW)
        for sent in (made.secret, "cf_unknown"):
            answer = client.get(PATH, headers={"X-API-Key": sent})
            refusal(answer, 401, "invalid_api_key")
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")
            assert sent not in answer.text
        assert client.get(PATH, headers={"X-API-Key": "cf_unknown"}).status_code == 429

    def test_are_not_looked_for_in_another_kind_of_authorization(self, client: FlaskClient):
        assert client.get(PATH, headers={"Authorization": "Basic YTpi"}).status_code == 200

    def test_mean_nothing_to_pages(self, client: FlaskClient):
        assert client.get("/", headers={"X-API-Key": "cf_unknown"}).status_code == 200
