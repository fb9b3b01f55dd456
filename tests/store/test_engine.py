"""Opening databases and bringing their tables up to date."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from clinicfinder.store.engine import make_engine, migrate


def test_the_migrations_make_exactly_the_tables_of_the_models(engine):
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []


def test_migrating_again_changes_nothing(engine):
    before = set(inspect(engine).get_table_names())
    migrate(engine)
    assert set(inspect(engine).get_table_names()) == before


@pytest.mark.parametrize("scheme", ["postgresql://", "postgres://", "postgresql+psycopg://"])
def test_postgresql_is_spoken_to_through_psycopg_3(scheme):
    engine = make_engine(f"{scheme}someone@127.0.0.1/somewhere")
    assert (engine.dialect.name, engine.dialect.driver) == ("postgresql", "psycopg")


def test_sqlite_is_set_up_for_readers_beside_a_writer(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path / 'a.db'}")
    with engine.connect() as connection:
        settings = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        }
    assert settings == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 5000}
    engine.dispose()


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path / 'a.db'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE zip_codes (zip TEXT)"))  # In the way of the last tables.
    with pytest.raises(Exception, match="zip_codes"):
        migrate(engine)
    assert inspect(engine).get_table_names() == ["zip_codes"]
    engine.dispose()


ZIP = (
    "INSERT INTO zip_codes (zip, city, other_cities, state, kind, latitude, longitude, point_source, source) "
    "VALUES ('85234', 'Gilbert', '', 'AZ', 'STANDARD', {point}, 'census', 'census')"
)


@pytest.mark.parametrize(
    ("point", "kept"),
    [
        pytest.param("33.4, -111.7", True, id="a real point"),
        pytest.param("NULL, NULL", True, id="an unknown point"),
        pytest.param("0, 0", False, id="the sea off Africa"),
        pytest.param("33.4, 0", False, id="half a zero"),
        pytest.param("33.4, NULL", False, id="half a point"),
        pytest.param("133.4, -111.7", False, id="beyond the pole"),
    ],
)
def test_the_database_itself_refuses_points_that_cannot_be(engine, point, kept):
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO sources (source, source_title, source_url, reviewed_on, confidence) "
                "VALUES ('census', 'Census', '', '2026-11-22', 'medium')"
            )
        )
    if kept:
        with engine.begin() as connection:
            connection.execute(text(ZIP.format(point=point)))
        return
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text(ZIP.format(point=point)))


def test_foreign_keys_hold(engine):
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text(ZIP.format(point="33.4, -111.7")))
