"""The partners' pages of the console: what to paste, and a preview that is the frame itself."""

from html import unescape

import pytest

from tests.staff.conftest import console_on_a_copy


@pytest.fixture(scope="module")
def staff_site(staffed_database, tmp_path_factory, make_settings):
    """One console for all of these: nothing is changed."""
    yield from console_on_a_copy(staffed_database, tmp_path_factory.mktemp("console"), make_settings)


def test_every_partner_is_listed_and_leads_to_its_page(signed_in):
    page = signed_in("supervisor").get("/staff/partners").text
    assert 'href="/staff/partners/demo"' in page


def test_a_partners_page_shows_what_to_paste_and_may_frame_our_own_site_alone(signed_in):
    answer = signed_in("supervisor").get("/staff/partners/demo")
    assert '<div data-clinicfinder="demo"' in unescape(answer.text)
    assert '<iframe class="preview-frame" src="/embed/demo"' in answer.text
    policy = answer.headers["Content-Security-Policy"].split("; ")
    assert "frame-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


def test_our_own_pages_are_among_those_that_may_show_the_frame(signed_in):
    policy = signed_in("supervisor").get("/embed/demo").headers["Content-Security-Policy"]
    ancestors = next(part for part in policy.split("; ") if part.startswith("frame-ancestors"))
    assert "'self'" in ancestors.split()


def test_an_unknown_partner_is_not_found(signed_in):
    assert signed_in("supervisor").get("/staff/partners/nobody").status_code == 404
