"""Closures and holiday hours as a supervisor sets them and as everybody then sees them."""

import json
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clinicfinder.domain.search import Filters
from clinicfinder.store.audit import AuditFilter, read_entries, verify_chain
from clinicfinder.web.current import ENGINE, KEEPER

PHOENIX = ZoneInfo("America/Phoenix")


@pytest.fixture
def clinic(catalogue):
    """A clinic in Arizona, where no clock ever changes, whose hours are known."""
    return next(c for c in catalogue.index.clinics if c.timezone == "America/Phoenix" and c.hours)


def page_of(clinic):
    return f"/staff/hours/{clinic.clinic_code}"


def public_page(clinic):
    return f"/clinics/az/{clinic.city.lower().replace(' ', '-')}/{clinic.slug}"


def today():
    return datetime.now(PHOENIX).date()


def closure(days=3, reason="The building is being repaired"):
    last = today() + timedelta(days=days)
    return {"kind": "closure", "from": today().isoformat(), "through": last.isoformat(), "reason": reason}


def entries(app):
    with app.extensions[ENGINE].connect() as connection:
        return [sealed.entry for sealed in read_entries(connection, AuditFilter(), offset=0, limit=50)]


class TestClosing:
    def test_is_seen_on_card_page_json_ld_and_api(self, staff_site, signed_in, clinic):
        assert signed_in("supervisor").post(page_of(clinic), closure()).status_code == 303
        last = today() + timedelta(days=3)
        words = f"Temporarily closed through {last:%B} {last.day}"
        anybody = staff_site.test_client()
        card = anybody.get(f"/clinics?near={clinic.zip}").text
        assert words in card
        assert "The building is being repaired." in card
        page = anybody.get(public_page(clinic)).text
        assert words in page
        described = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])
        special = described["@graph"][0]["specialOpeningHoursSpecification"]
        assert {"@type": "OpeningHoursSpecification", "opens": "00:00", "closes": "00:00"} | {
            "validFrom": today().isoformat(),
            "validThrough": today().isoformat(),
        } in special
        answer = anybody.get(f"/api/v1/clinics/{clinic.clinic_code}").json
        assert answer["open_now"] is False
        assert answer["exception_today"]["last_day"] == last.isoformat()
        assert [each["kind"] for each in answer["exceptions"]] == ["closure"]

    def test_leaves_the_clinic_in_the_list_and_out_of_open_now(self, staff_site, signed_in, clinic):
        signed_in("supervisor").post(page_of(clinic), closure())
        index = staff_site.extensions[KEEPER].current().index
        row = [c.clinic_code for c in index.clinics].index(clinic.clinic_code)
        for hours_ahead in range(72):
            moment = datetime.now(UTC) + timedelta(hours=hours_ahead)
            assert not index.fitting(Filters(open_now=True), moment)[row]
        assert index.fitting(Filters(), datetime.now(UTC))[row]
        after = datetime.now(UTC) + timedelta(days=4)
        week = [index.fitting(Filters(open_now=True), after + timedelta(hours=n))[row] for n in range(24 * 7)]
        assert any(week), "it opens again without anybody doing anything"

    def test_takes_one_click_on_the_page_with_a_button_that_names_the_last_day(self, staff_site, signed_in, clinic):
        sent = closure() | {"through": "", "through_button": today().isoformat()}
        assert signed_in("supervisor").post(page_of(clinic), sent).status_code == 303
        assert "Temporarily closed through" in staff_site.test_client().get(public_page(clinic)).text

    def test_is_taken_by_a_worker_that_was_running_before(self, staff_site, signed_in, clinic):
        keeper = staff_site.extensions[KEEPER]
        before = keeper.current().version
        signed_in("supervisor").post(page_of(clinic), closure())
        assert keeper.current().version != before
        assert keeper.current().clinics[clinic.clinic_code].overrides

    def test_writes_who_set_what_and_why_into_the_audit_log(self, staff_site, signed_in, clinic):
        signed_in("supervisor").post(page_of(clinic), closure())
        (entry,) = [each for each in entries(staff_site) if each.action == "clinic_hours.set"]
        assert (entry.actor, entry.subject) == ("supervisor", clinic.clinic_code)
        assert json.loads(entry.new)["through"] == (today() + timedelta(days=3)).isoformat()
        assert entry.reason == "The building is being repaired."
        with staff_site.extensions[ENGINE].connect() as connection:
            assert verify_chain(connection).fault is None

    def test_sent_twice_is_one_closure(self, staff_site, signed_in, clinic):
        supervisor = signed_in("supervisor")
        supervisor.post(page_of(clinic), closure())
        supervisor.post(page_of(clinic), closure())
        assert len([each for each in entries(staff_site) if each.action == "clinic_hours.set"]) == 1

    def test_shows_a_reason_as_text_and_never_as_markup(self, staff_site, signed_in, clinic):
        signed_in("supervisor").post(page_of(clinic), closure(reason="<script>alert(1)</script> & more"))
        for path in (f"/clinics?near={clinic.zip}", public_page(clinic)):
            assert "<script>alert" not in staff_site.test_client().get(path).text


class TestEndingEarly:
    def test_brings_the_usual_hours_back_and_says_who_did_it(self, staff_site, signed_in, clinic):
        supervisor = signed_in("supervisor")
        supervisor.post(page_of(clinic), closure())
        end = re.search(r'action="(/staff/hours/[^"]+/end)"', supervisor.get(page_of(clinic)).text)[1]
        assert supervisor.post(end).status_code == 303
        assert "Temporarily closed" not in staff_site.test_client().get(public_page(clinic)).text
        assert "Ended early by supervisor" in supervisor.get(page_of(clinic)).text
        assert entries(staff_site)[0].action == "clinic_hours.ended"

    def test_twice_writes_one_entry(self, staff_site, signed_in, clinic):
        supervisor = signed_in("supervisor")
        supervisor.post(page_of(clinic), closure())
        end = re.search(r'action="(/staff/hours/[^"]+/end)"', supervisor.get(page_of(clinic)).text)[1]
        assert [supervisor.post(end).status_code for _ in range(2)] == [303, 303]
        assert len([each for each in entries(staff_site) if each.action == "clinic_hours.ended"]) == 1

    def test_of_another_clinics_exception_is_not_found(self, signed_in, clinic, catalogue):
        supervisor = signed_in("supervisor")
        supervisor.post(page_of(clinic), closure())
        other = next(c for c in catalogue.index.clinics if c.clinic_code != clinic.clinic_code)
        assert supervisor.post(f"{page_of(other)}/1/end").status_code == 404


class TestButtons:
    def test_close_for_a_week_that_begins_today(self, signed_in, clinic):
        supervisor = signed_in("supervisor")
        days = dict(re.findall(r'value="([\d-]+)"[^>]*>(Close [^<]*)</button>', supervisor.get(page_of(clinic)).text))
        last = (today() + timedelta(days=6)).isoformat()
        assert days[last].startswith("Close for seven days, through ")
        assert supervisor.post(page_of(clinic), closure() | {"through": "", "through_button": last}).status_code == 303
        assert "Temporarily closed through" in supervisor.get(page_of(clinic)).text


class TestHolidayHours:
    def test_are_offered_as_buttons_that_close_that_one_day(self, signed_in, clinic):
        supervisor = signed_in("supervisor")
        page = supervisor.get(page_of(clinic)).text
        day = re.search(r'name="from" value="([\d-]+)">\s*<input type="hidden" name="through" value="\1"', page)[1]
        name = re.search(r'name="reason" value="([^"]+)"', page)[1]
        sent = {"kind": "special_hours", "from": day, "through": day, "reason": name}
        assert supervisor.post(page_of(clinic), sent).status_code == 303
        assert f'name="from" value="{day}"' not in supervisor.get(page_of(clinic)).text, "it is set already"

    def test_show_their_times_in_the_week_and_on_the_card(self, staff_site, signed_in, clinic):
        day = today().isoformat()
        sent = {"kind": "special_hours", "from": day, "through": day, "hours": "00:00-24:00", "reason": "Open house"}
        signed_in("supervisor").post(page_of(clinic), sent)
        anybody = staff_site.test_client()
        assert "special hours today: Open house." in anybody.get(f"/clinics?near={clinic.zip}").text
        assert "open 24 hours" in anybody.get(public_page(clinic)).text
        assert anybody.get(f"/api/v1/clinics/{clinic.clinic_code}").json["open_now"] is True


class TestARefusedForm:
    @pytest.mark.parametrize(
        ("change", "message"),
        [
            pytest.param({"through": ""}, "Give a day", id="no end date"),
            pytest.param({"through": "2026-13-40"}, "2026-13-40", id="no such day"),
            pytest.param({"through": "2020-01-01"}, "is before", id="an end before the beginning"),
            pytest.param({"through": "2099-01-01"}, "more than a year ahead", id="a slip of the year"),
            pytest.param({"from": "2020-01-01", "through": "2020-01-02"}, "over already", id="in the past"),
            pytest.param({"reason": " "}, "Say why", id="no reason"),
            pytest.param({"reason": "x" * 300}, "fewer than 200", id="a reason too long"),
            pytest.param({"kind": "special_hours", "hours": "nine to five"}, "cannot be read", id="hours in words"),
            pytest.param({"kind": "party"}, "Choose a closure", id="another kind"),
        ],
    )
    def test_says_what_and_keeps_what_was_typed(self, signed_in, clinic, change, message):
        answer = signed_in("supervisor").post(page_of(clinic), closure(reason="Kept as typed.") | change)
        assert answer.status_code == 422
        assert message in answer.text
        assert "<title>Error: " in answer.text
        if "reason" not in change:
            assert "Kept as typed." in answer.text

    def test_changes_nothing(self, staff_site, signed_in, clinic):
        before = staff_site.extensions[KEEPER].current().version
        signed_in("supervisor").post(page_of(clinic), closure() | {"through": ""})
        assert staff_site.extensions[KEEPER].current().version == before


def test_a_clinic_is_found_by_part_of_its_name(signed_in, clinic):
    page = signed_in("supervisor").get(f"/staff/hours?clinic={clinic.name[:8]}").text
    assert f'href="/staff/hours/{clinic.clinic_code}"' in page


def test_every_exception_ahead_is_listed(signed_in, clinic):
    supervisor = signed_in("supervisor")
    supervisor.post(page_of(clinic), closure())
    assert "The building is being repaired." in supervisor.get("/staff/hours").text
