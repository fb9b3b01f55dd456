"""A small data folder, and a database that holds it."""

import pytest

from clinicfinder.store.loading import load_data
from tests.data_folders import make_small_folder


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    return make_small_folder(folder)


@pytest.fixture
def loaded(engine, folder):
    """An engine on a database of its own that holds the small folder."""
    load_data(engine, folder)
    return engine
