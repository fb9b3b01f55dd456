"""CLINICFINDER_GEOCODERS, read."""

from __future__ import annotations

import pytest

from clinicfinder.errors import SettingFault
from clinicfinder.geocoding.providers import build_provider
from clinicfinder.geocoding.settings import GeocoderSetting, parse_geocoders


def test_names_come_in_the_order_they_are_asked():
    settings = parse_geocoders("nominatim:user_agent=clinicfinder (ops@example.org), Census")
    assert settings == (
        GeocoderSetting("nominatim", {"user_agent": "clinicfinder (ops@example.org)"}),
        GeocoderSetting("census", {}),
    )


def test_several_options_are_separated_by_semicolons_and_may_hold_colons():
    (setting,) = parse_geocoders("google:api_key=abc;domain=127.0.0.1:8080;scheme=http")
    assert setting.options == {"api_key": "abc", "domain": "127.0.0.1:8080", "scheme": "http"}


@pytest.mark.parametrize("text", ["", "  ", ",", " , "])
def test_an_empty_text_means_offline(text):
    assert parse_geocoders(text) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("gogle", "'gogle'", id="unknown name"),
        pytest.param("census,census", "twice", id="named twice"),
        pytest.param("nominatim", "user_agent", id="Nominatim without a user agent"),
        pytest.param("opencage", "api_key", id="a keyed service without its key"),
        pytest.param("census:key=abc", "'key'", id="unknown option"),
        pytest.param("census:timeout=60", "'timeout'", id="an option that is ours to decide"),
        pytest.param("census:domain", "no value", id="option without a value"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_variable_and_the_cure(text, said):
    with pytest.raises(SettingFault) as caught:
        parse_geocoders(text)
    assert "CLINICFINDER_GEOCODERS" in str(caught.value)
    assert said in str(caught.value)


class TestAKey:
    def test_is_in_no_message(self):
        with pytest.raises(SettingFault) as caught:
            parse_geocoders("google:api_key=s3cret;colour=red")
        assert "s3cret" not in str(caught.value)

    def test_is_not_shown_with_the_setting(self):
        assert "s3cret" not in repr(parse_geocoders("google:api_key=s3cret"))


def test_a_user_agent_that_geopy_knows_as_a_sample_is_refused():
    (setting,) = parse_geocoders("nominatim:user_agent=my-application")
    with pytest.raises(SettingFault, match="identifies you"):
        build_provider(setting, take_turn=lambda _: True)
