"""The console's pages for editing data, as a supervisor's browser gets them."""

import io
import re

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from clinicfinder.usecases.upload_rows import LONGEST_UPLOAD
from clinicfinder.web.current import ENGINE, KEEPER
from tests.html_page import parse
from tests.usecases.publishing import cells_of

LAW = "tx-hb1337-step-therapy"


@pytest.fixture
def supervisor(signed_in):
    return signed_in("supervisor")


def href_of(page, words):
    return next(str(a.attrs["href"]) for a in parse(page).all("a") if words in (a.attrs.get("aria-label") or a.text))


def form_of(page, action_end=""):
    """The fields of the first form that posts to an address with this end, as a browser would send them."""
    for form in parse(page).all("form"):
        if form.attrs.get("method") != "post" or not str(form.attrs["action"]).endswith(action_end):
            continue
        if str(form.attrs["action"]).endswith("sign-out") and not action_end:
            continue
        return str(form.attrs["action"]), fields_of(form)
    raise AssertionError(action_end)


def fields_of(form):
    sent = {}
    for e in form.walk():
        name = e.attrs.get("name")
        if e.tag == "input" and name and (e.attrs.get("type") != "checkbox" or "checked" in e.attrs):
            sent.setdefault(name, []).append(e.attrs.get("value", ""))
        elif e.tag == "textarea":
            sent.setdefault(name, []).append("".join(map(str, e.children)))
        elif e.tag == "select":
            chosen = [o.attrs["value"] for o in e.walk() if o.tag == "option" and "selected" in o.attrs]
            sent.setdefault(name, []).append(chosen[0] if chosen else "")
    return sent


def row_form(browser, table, words):
    page = browser.get(f"/staff/data/tables/{table}?q={words}").text
    return form_of(browser.get(href_of(page, words)).text, "/" + href_of(page, words).rpartition("/")[2])


def publish(browser, note="because", **more):
    action, fields = form_of(browser.get("/staff/data/draft").text, "/publish")
    return browser.post(action, fields | {"note": note} | more)


class TestEveryTable:
    def test_every_form_sent_as_it_is_changes_nothing(self, supervisor):
        """Whatever control shows a cell, it gives the cell back as it was."""
        tables = re.findall(r'/staff/data/tables/(\w+)"', supervisor.get("/staff/data").text)
        assert len(set(tables)) == 20
        for table in dict.fromkeys(tables):
            page = parse(supervisor.get(f"/staff/data/tables/{table}").text)
            links = [str(a.attrs["href"]) for a in page.all("a") if "/rows/" in str(a.attrs["href"])]
            for link in (links[0], links[-1]):
                action, fields = form_of(supervisor.get(link).text, link.rpartition("/")[2])
                answer = supervisor.post(action, fields)
                assert (answer.status_code, answer.headers["Location"]) == (303, f"/staff/data/tables/{table}"), link
        assert "Your draft is empty" in supervisor.get("/staff/data/draft").text

    def test_a_download_is_a_spreadsheet_of_all_rows(self, supervisor):
        answer = supervisor.get("/staff/data/tables/state_laws/download.csv")
        assert answer.headers["Content-Disposition"] == "attachment; filename=state_laws.csv"
        assert answer.text.startswith("\ufefflaw_id,state,topic")
        assert LAW in answer.text

    def test_rows_are_searched_sorted_and_paged(self, supervisor):
        page = supervisor.get("/staff/data/tables/prices").text
        assert "Page 1 of 44" in page
        found = supervisor.get("/staff/data/tables/prices?q=G2083+office&sort=-high_cents&page=1").text
        cents = [int(text) for text in re.findall(r'<td class="cell">(\d{4,6})</td>', found)]
        assert cents
        assert "of 2,156 rows" in found

    def test_a_phone_number_is_found_however_it_is_written(self, supervisor):
        for written in ("480-956-5710", "(480) 956-5710", "4809565710", "gilbert +1 480.956.5710"):
            page = supervisor.get("/staff/data/tables/locations", query_string={"q": written}).text
            assert "Edit serenity-gilbert-az" in page, written
        assert "0 of 118 rows" in supervisor.get("/staff/data/tables/locations?q=480-956-5719").text

    @pytest.mark.parametrize(
        ("table", "words", "link", "found"),
        [
            pytest.param("coverage_rules", "cigna-spravato-trd", "Its criteria", "at_least", id="of a rule"),
            pytest.param("coverage_criteria", "cigna-spravato-trd", "Its rule", "covered", id="of a criterion"),
            pytest.param("payers", "cigna", "Its rules", "cigna-spravato-trd", id="of a payer"),
            pytest.param("locations", "serenity-gilbert-az", "Insurance of its network", "aetna", id="of a clinic"),
        ],
    )
    def test_what_belongs_to_a_row_is_a_click_away(self, supervisor, table, words, link, found):
        rows = parse(supervisor.get(f"/staff/data/tables/{table}?q={words}").text)
        first = next(a for a in rows.all("a") if "/rows/" in str(a.attrs["href"]))
        form = parse(supervisor.get(str(first.attrs["href"])).text)
        where = next(str(a.attrs["href"]) for a in form.all("a") if a.text == link)
        assert found in supervisor.get(where).text


class TestEditing:
    def test_a_row_goes_from_the_form_over_the_review_to_every_worker(self, supervisor, staff_site):
        action, fields = row_form(supervisor, "state_laws", LAW)
        answer = supervisor.post(action, fields | {"wording": "Another wording."})
        assert answer.headers["Location"].startswith("/staff/data/draft")
        review = supervisor.get("/staff/data/draft").text
        assert "<ins>Another wording.</ins>" in review
        done = publish(supervisor)
        assert done.status_code == 303
        page = supervisor.get(done.headers["Location"]).text
        assert "It is published" in page
        assert "“because”" in page
        laws = staff_site.extensions[KEEPER].current().estimates.laws
        assert "Another wording." in {law.wording for law in laws}

    def test_a_cell_that_cannot_be_used_is_marked_and_nothing_typed_is_lost(self, supervisor):
        action, fields = row_form(supervisor, "state_laws", LAW)
        answer = supervisor.post(action, fields | {"wording": "Typed with care.", "reviewed_on": "yesterday"})
        assert answer.status_code == 422
        page = parse(answer.text)
        assert page.one("textarea", id="cell-wording").text == "Typed with care."
        wrong = page.one("input", id="cell-reviewed_on")
        assert (wrong.attrs["value"], wrong.attrs["aria-invalid"]) == ("yesterday", "true")
        assert "YYYY-MM-DD" in page.one("p", id="cell-reviewed_on-problem").text

    def test_errors_between_rows_block_the_button(self, supervisor):
        action, fields = row_form(supervisor, "payers", "aetna")
        supervisor.post(action, fields | {"aliases": "Cigna"})
        page = parse(supervisor.get("/staff/data/draft").text)
        buttons = [e for e in page.all("button") if e.text == "Publish as one version"]
        assert ["disabled" in e.attrs for e in buttons] == [True]
        assert publish(supervisor).status_code == 422

    def test_a_missing_note_keeps_the_draft(self, supervisor):
        action, fields = row_form(supervisor, "state_laws", LAW)
        supervisor.post(action, fields | {"wording": "Another wording."})
        answer = publish(supervisor, note=" ")
        assert answer.status_code == 422
        assert "<ins>Another wording.</ins>" in answer.text

    def test_a_rules_change_shows_whose_answer_changes_and_asks_to_read_the_warnings(self, supervisor):
        action, fields = row_form(supervisor, "coverage_rules", "bcbs-ms-spravato")
        supervisor.post(action, fields | {"benefit": "case_by_case", "not_covered_kind": ""})
        page = supervisor.get("/staff/data/draft").text
        assert "bcbs_ms · commercial · spravato" in page
        assert "for the past as well" in page
        assert publish(supervisor).status_code == 422
        assert publish(supervisor, acknowledged="on").status_code == 303


class TestTwoSupervisors:
    def test_the_second_is_told_and_keeps_what_they_typed(self, signed_in, supervisor, staff_site):
        action, fields = row_form(supervisor, "coverage_rules", "bcbs-ms-spravato")
        admin = signed_in("admin")
        admin_action, theirs = row_form(admin, "coverage_rules", "bcbs-ms-spravato")
        admin.post(admin_action, theirs | {"wording": "The admin's words.", "policy_number": "P-7"})
        publish(admin, note="clearer", acknowledged="on")
        answer = supervisor.post(action, fields | {"wording": "The supervisor's words."})
        assert answer.status_code == 409
        page = parse(answer.text)
        assert "admin published a change of it" in page.text
        assert "“clearer”" in page.text
        assert page.one("textarea", id="cell-wording").text == "The supervisor's words."
        assert "The admin's words." in page.one("p", id="cell-wording-theirs").text
        assert page.one("input", id="cell-policy_number").attrs["value"] == "P-7"
        again, kept = form_of(answer.text, action.rpartition("/")[2])
        assert supervisor.post(again, kept).status_code == 303
        publish(supervisor)
        stored = cells_of(staff_site.extensions[ENGINE], "coverage_rules", "bcbs-ms-spravato")
        assert (stored["wording"], stored["policy_number"]) == ("The supervisor's words.", "P-7")


class TestUploads:
    def upload(self, browser, content, table="state_laws", name="laws.csv"):
        # Encoded here, since the test client would leave a temporary file open for a long one.
        fields = {"csrf_token": browser.token, "file": FileStorage(io.BytesIO(content), name)}
        boundary, body = encode_multipart(fields)
        path = f"/staff/data/tables/{table}/upload"
        return browser.client.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")

    def test_longer_than_other_forms_but_not_endless(self, supervisor):
        text = supervisor.get("/staff/data/tables/prices/download.csv").data
        assert len(text) > 64 * 1024
        assert self.upload(supervisor, text, "prices").status_code == 303
        answer = self.upload(supervisor, b"x" * (LONGEST_UPLOAD + 1))
        assert answer.status_code == 422
        assert "8 MB is the most" in answer.text
        assert supervisor.post("/staff/data/draft/publish", {"note": "x" * 70_000}).status_code == 413

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            pytest.param(b"", "is empty", id="an empty file"),
            pytest.param(b"PK\x03\x04", "CSV", id="a workbook"),
            pytest.param(b"colour\nred\n", "law_id", id="another table"),
        ],
    )
    def test_what_is_no_table_is_refused_in_words(self, supervisor, content, words):
        answer = self.upload(supervisor, content)
        assert answer.status_code == 422
        assert words in answer.text

    def test_every_column_that_we_do_not_have_is_named(self, supervisor):
        page = parse(self.upload(supervisor, b"law_id,fax,colour\n").text)
        told = [item.text for item in page.one("section", id="file-problem").all("li")]
        assert [words.partition(":")[0] for words in told] == ["Line 1, column “fax”", "Line 1, column “colour”"]

    def test_no_file_at_all(self, supervisor):
        answer = supervisor.post("/staff/data/tables/state_laws/upload", {})
        assert answer.status_code == 422
        assert "Choose a CSV file" in answer.text
