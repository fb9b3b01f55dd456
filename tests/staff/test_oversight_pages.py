"""The review queue, the quality page and the dashboard, as a supervisor opens them."""

import re

import pytest
from sqlalchemy import text

from clinicfinder.web.current import ENGINE

OLD = {
    "clinics": "UPDATE clinics SET reviewed_on = '2025-10-01' WHERE clinic_code = 'serenity-gilbert-az'",
    "clinic_insurance": "UPDATE clinic_insurance SET reviewed_on = '2026-02-01'",
    "prices": "UPDATE prices SET reviewed_on = '2026-05-01' WHERE source_date < '2026'",
    "version": "UPDATE data_version SET operator_changes = operator_changes + 1",
}


@pytest.fixture
def grown_old(staff_site):
    """Some rows long past their review."""
    with staff_site.extensions[ENGINE].begin() as connection:
        for statement in OLD.values():
            connection.execute(text(statement))


@pytest.mark.usefixtures("grown_old")
class TestTheReviewQueue:
    def test_links_every_row_to_where_it_is_edited_and_to_its_source(self, signed_in):
        supervisor = signed_in("supervisor")
        for kind in ("clinic", "insurance", "price"):
            page = supervisor.get(f"/staff/review?kind={kind}").text
            links = re.findall(r'<th scope="row" class="cell"><a href="([^"]+)"', page)
            assert links, kind
            for link in (links[0], links[-1]):
                assert supervisor.get(link.replace("&amp;", "&")).status_code == 200, link
            assert 'target="_blank" rel="noopener noreferrer"' in page

    def test_has_pages_and_takes_any_page_number(self, signed_in):
        supervisor = signed_in("supervisor")
        assert "Less urgent" in supervisor.get("/staff/review").text
        for page in ("2", "-1", "99999999999999999999", "x"):
            assert supervisor.get(f"/staff/review?page={page}").status_code == 200


def test_nothing_due_says_when_something_will_be(signed_in, catalogue):
    page = signed_in("supervisor").get("/staff/review").text
    due_soon = re.search(r"Nothing is due\. The next row falls due on [A-Z]", page)
    assert due_soon or "overdue" in page, "our own rows grow old too"


def test_the_quality_page_keeps_the_days_counts_once(staff_site, signed_in):
    supervisor = signed_in("supervisor")
    for _ in range(2):
        assert "without hours" in supervisor.get("/staff/quality").text
    with staff_site.extensions[ENGINE].connect() as connection:
        days = connection.execute(text("SELECT count(DISTINCT day) FROM quality_counts")).scalar_one()
    assert days == 1


def test_the_dashboard_without_quotes_says_so(signed_in):
    page = signed_in("supervisor").get("/staff/dashboard?days=nonsense").text
    assert "0 quotes in 30 days" in page
    assert "No quotes in this time." in page
