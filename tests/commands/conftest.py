"""The command line on a database and data folder of its own."""

import pytest
from click.testing import CliRunner

from clinicfinder.cli import main
from tests.data_folders import make_small_folder


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    return make_small_folder(folder)


@pytest.fixture
def environment(folder, database_url):
    """The settings of a fresh installation that never asks the network."""
    return {
        "CLINICFINDER_DATABASE_URL": database_url,
        "CLINICFINDER_DATA_DIR": str(folder),
        "CLINICFINDER_GEOCODERS": "",
        "CLINICFINDER_TEST_POSTGRES_URL": None,
    }


@pytest.fixture
def run(environment):
    """Runs one command; the result has exit_code, stdout and stderr."""

    def invoke(*arguments: object, **more: str):
        return CliRunner().invoke(main, [str(each) for each in arguments], env=environment | more)

    return invoke


@pytest.fixture
def prepared(run):
    """The same, once the data is loaded."""
    assert run("prepare").exit_code == 0
    return run
