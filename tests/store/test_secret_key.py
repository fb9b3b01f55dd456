"""The secret of one installation."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from clinicfinder.config import read_settings
from clinicfinder.errors import SettingFault
from clinicfinder.store.secret_key import secret_key


def test_it_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    file = tmp_path / "instance" / "secret_key"
    secret = secret_key(None, file)
    assert len(secret) == 64
    assert secret_key(None, file) == secret
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["secret_key"]


def test_processes_that_start_at_once_agree_on_one(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: secret_key(None, tmp_path / "secret_key"), range(8)))) == 1


def test_a_stated_one_comes_first_and_no_file_is_made(tmp_path):
    assert secret_key("s" * 16, tmp_path / "secret_key") == b"s" * 16
    assert not list(tmp_path.iterdir())


def test_a_short_one_is_refused_without_being_shown(tmp_path):
    with pytest.raises(SettingFault, match="16 bytes") as caught:
        secret_key("swordfish", tmp_path / "secret_key")
    assert "swordfish" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "file"),
    [
        pytest.param("sqlite:////srv/data/clinics.db", "/srv/data/secret_key", id="beside the SQLite file"),
        pytest.param("postgresql://db/clinics", "instance/secret_key", id="in the instance folder otherwise"),
    ],
)
def test_where_it_is_kept(url, file):
    assert str(read_settings({"CLINICFINDER_DATABASE_URL": url}).secret_file) == file


def test_settings_do_not_show_it():
    assert "swordfish" not in repr(read_settings({"CLINICFINDER_SECRET_KEY": "swordfish" * 3}))
