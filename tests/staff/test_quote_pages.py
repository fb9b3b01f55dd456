"""The pages of quotes: found by what was typed, shown as saved, corrected by a new one, printed on paper."""

import re
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clinicfinder.config import CrisisLine
from clinicfinder.domain.staff import StaffMember
from clinicfinder.errors import BadForm, NotOnFile
from clinicfinder.usecases.read_quotes import open_snapshot
from clinicfinder.web.current import engine
from clinicfinder.web.staff.quote_pdf import quote_pdf
from clinicfinder.web.staff.quote_print import print_view
from clinicfinder.web.staff.quote_saving import QuoteRequest, estimate_stamp, save_typed_quote
from clinicfinder.web.staff.quote_views import quote_view
from tests.html_page import parse
from tests.quotes.conftest import CLINIC, OPENING

AGENT = StaffMember("agent", "Agent", "agent")


def request(**changes) -> QuoteRequest:
    whole = {"fields": OPENING, "clinic_code": CLINIC, "script_version": "2026-11", "idempotency_key": "key"}
    return QuoteRequest(**whole | changes)


@pytest.fixture
def save(staff_site):
    def saved(**changes):
        with staff_site.test_request_context():
            return save_typed_quote(request(**changes), AGENT, datetime.now(UTC))

    return saved


def fields_of(page: str) -> dict[str, str]:
    """What the form of a correction would send."""
    form = next(f for f in parse(page).all("form") if (f.attrs["action"] or "").endswith("/correct"))
    fields = {}
    for e in form.walk():
        name = e.attrs.get("name")
        if e.tag == "select" and name:
            fields[name] = next((o.attrs["value"] for o in e.all("option") if "selected" in o.attrs), "")
        elif e.tag == "input" and name and (e.attrs.get("type") != "radio" or "checked" in e.attrs):
            fields[name] = e.attrs.get("value") or ""
    return fields


class TestSavingWhatWasTyped:
    def test_keeps_the_estimates_fields_and_nothing_else_of_the_form(self, save, staff_site):
        sent = OPENING | {"csrf_token": "t", "caller_name": "Pat Moreno", "note": "private"}
        saved = save(fields=sent, caller_name="Pat Moreno", caller_phone="(602) 555-0123")
        with staff_site.app_context():
            snapshot = open_snapshot(engine(), saved.reference, datetime.now(UTC)).stored.snapshot
        assert dict(snapshot.given) == OPENING
        assert "Moreno" not in repr(snapshot)

    def test_the_same_form_twice_is_one_quote_and_a_changed_one_is_another(self, save):
        first, second = save(), save()
        changed = save(fields=OPENING | {"coinsurance": "30"})
        assert (second.reference, second.is_new) == (first.reference, False)
        assert changed.is_new

    def test_every_problem_is_said_at_once(self, save):
        with pytest.raises(BadForm) as refused:
            save(fields=OPENING | {"deductible": "a lot"}, clinic_code="", caller_phone="12", supersedes="K7QM")
        fields = [problem.field for problem in refused.value.problems]
        assert fields == ["deductible", "clinic_code", "caller_phone", "reason", "supersedes"]

    def test_a_figure_from_before_new_rules_is_not_saved(self, save, staff_site):
        with staff_site.test_request_context():
            stamp = estimate_stamp()
        assert save(stamp=stamp).is_new
        with pytest.raises(BadForm, match="Look at the figure again"):
            save(stamp="of another day", idempotency_key="other")

    def test_an_unknown_quote_cannot_be_corrected(self, save):
        with pytest.raises(NotOnFile):
            save(supersedes="ZZZZ-ZZZC", reason="wrong")


class TestFinding:
    def test_a_typed_reference_with_slips_opens_the_quote(self, save, signed_in):
        saved = save()
        typed = saved.shown.lower().replace("0", "o").replace("1", "l").replace("-", " ")
        answer = signed_in("agent").get("/staff/quotes", query_string={"reference": typed})
        assert answer.status_code == 303
        assert answer.headers["Location"] == f"/staff/quotes/{saved.reference}"

    def test_a_mistyped_one_is_refused_and_stays_in_the_field(self, signed_in):
        answer = signed_in("agent").get("/staff/quotes?reference=K7QM-4TXQ")
        tree = parse(answer.text)
        assert answer.status_code == 422
        assert "check symbol" in tree.one(id="reference-problem").text
        assert tree.one(id="reference").attrs["value"] == "K7QM-4TXQ"

    def test_a_sound_one_that_is_not_here_is_said_to_be_sound(self, signed_in):
        answer = signed_in("agent").get("/staff/quotes?reference=ZZZZ-ZZZC")
        assert answer.status_code == 404
        assert "sound reference" in parse(answer.text).one(id="reference-problem").text

    def test_clinic_and_payer_are_searched_by_post_and_by_name(self, save, signed_in):
        saved = save()
        name = "Serenity Mental Health Centers - Gilbert"
        page = signed_in("agent").post("/staff/quotes/search", {"clinic": name, "payer": "cigna", "agent": "Agent"})
        assert saved.shown in parse(page.text).text

    def test_clinic_and_payer_in_an_address_are_not_read(self, save, signed_in):
        saved = save()
        page = signed_in("agent").get("/staff/quotes?payer=aetna&clinic=nowhere")
        assert saved.shown in parse(page.text).text

    def test_what_cannot_be_searched_is_said_and_kept(self, signed_in):
        sent = {"clinic": "Nowhere", "payer": "B", "from": "soon", "outcome": "sold"}
        answer = signed_in("agent").post("/staff/quotes/search", sent)
        tree = parse(answer.text)
        assert answer.status_code == 422
        assert "Nowhere" in tree.one(id="q-clinic-problem").text
        assert "names no single payer" in tree.one(id="q-payer-problem").text
        assert tree.one(id="q-from").attrs["value"] == "soon"

    def test_a_day_beyond_every_calendar_is_named(self, signed_in):
        answer = signed_in("agent").post("/staff/quotes/search", {"from": "0001-01-01", "to": "9999-12-31"})
        tree = parse(answer.text)
        assert answer.status_code == 422
        assert "0001-01-01" in tree.one(id="q-from-problem").text
        assert "9999-12-31" in tree.one(id="q-to-problem").text

    def test_a_supervisor_downloads_what_was_found(self, save, signed_in):
        saved = save()
        answer = signed_in("supervisor").post("/staff/quotes/export.csv", {"agent": "agent"})
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert answer.text.splitlines()[1].startswith(saved.shown)
        assert "export.csv" not in signed_in("agent").get("/staff/quotes").text


class TestTheQuote:
    def test_shows_reference_figure_caveats_clinic_and_every_line(self, save, signed_in):
        saved = save()
        tree = parse(signed_in("agent").get(f"/staff/quotes/{saved.reference}").text)
        assert tree.one("h1").text == saved.shown
        for words in (saved.read_aloud, "not a Good Faith Estimate", "480-956-5710", "Valid through", "An estimate of"):
            assert words in tree.text
        ledger = tree.one(id="part-lines")
        assert len(ledger.all("tr")) > 12

    def test_the_callers_details_are_on_it_and_not_on_paper(self, save, signed_in):
        saved = save(caller_name="Pat Moreno", caller_phone="6025550123")
        browser = signed_in("agent")
        assert "Pat Moreno" in browser.get(f"/staff/quotes/{saved.reference}").text
        assert "602-555-0123" in browser.get(f"/staff/quotes/{saved.reference}").text
        for path in ("print", "print?lines=yes", "changes"):
            assert "Moreno" not in browser.get(f"/staff/quotes/{saved.reference}/{path}").text

    def test_a_refused_outcome_keeps_what_was_typed(self, save, signed_in):
        saved = save()
        sent = {"outcome": "callback", "note": "call her work", "callback_day": "soon"}
        answer = signed_in("agent").post(f"/staff/quotes/{saved.reference}/outcomes", sent)
        tree = parse(answer.text)
        assert answer.status_code == 422
        assert tree.one(id="note").text == "call her work"
        assert tree.one(id="callback_day").attrs["value"] == "soon"

    def test_outcomes_and_notes_stand_beside_it(self, save, signed_in):
        saved, browser = save(), signed_in("agent")
        answer = browser.post(
            f"/staff/quotes/{saved.reference}/outcomes", {"outcome": "booked", "note": "<b>Monday</b>"}
        )
        assert answer.status_code == 303
        outcomes = parse(browser.get(f"/staff/quotes/{saved.reference}").text).one(id="outcomes")
        assert "Booked with the clinic" in outcomes.text
        assert "<b>Monday</b>" in outcomes.text

    def test_nothing_changed_since_on_the_day_it_was_made(self, save, signed_in):
        page = signed_in("agent").get(f"/staff/quotes/{save().reference}/changes").text
        assert "Nothing. Today's rules and prices give the same answer" in parse(page).text


class TestCorrecting:
    def test_starts_from_the_old_answers_and_saves_only_a_figure_that_was_seen(self, save, signed_in):
        saved, browser = save(caller_name="Pat Moreno"), signed_in("agent")
        path = f"/staff/quotes/{saved.reference}/correct"
        fields = fields_of(browser.get(path).text)
        assert (fields["deductible"], fields["payer"], fields["caller_name"]) == ("2,000", "Cigna", "Pat Moreno")
        changed = fields | {"deductible": "4,000", "reason": "deductible was 4,000", "step": "save"}
        shown = browser.post(path, changed)
        assert shown.status_code == 200
        seen = fields_of(shown.text) | {"reason": "deductible was 4,000", "step": "save"}
        answer = browser.post(path, seen)
        assert answer.status_code == 303
        new = parse(browser.get(answer.headers["Location"]).text)
        assert f"Corrects {saved.shown}" in new.text
        assert "$4,000" in new.text
        assert "Corrected. Use" in browser.get(f"/staff/quotes/{saved.reference}").text

    def test_without_a_reason_is_refused_and_nothing_is_lost(self, save, signed_in):
        saved, browser = save(), signed_in("agent")
        path = f"/staff/quotes/{saved.reference}/correct"
        fields = fields_of(browser.get(path).text) | {"step": "save", "reason": "", "caller_name": "Pat"}
        answer = browser.post(path, fields)
        assert answer.status_code == 422
        assert "why the quote is corrected" in parse(answer.text).one(id="reason-problem").text
        assert fields_of(answer.text)["caller_name"] == "Pat"

    def test_promises_nowhere_that_what_is_typed_is_not_stored(self, save, signed_in):
        page = signed_in("agent").get(f"/staff/quotes/{save().reference}/correct").text
        assert "Not stored" not in page


def unpacked(pdf: bytes) -> bytes:
    """The drawing instructions of all pages."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    found = []
    for stream in streams:
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(one for one in found if b" BDC" in one)


class TestPaper:
    def test_the_sheet_has_all_that_a_caller_needs(self, save, signed_in):
        saved = save()
        tree = parse(signed_in("agent").get(f"/staff/quotes/{saved.reference}/print").text)
        for words in (
            saved.shown, "988", "911", "This is an estimate, not a promise and not a Good Faith Estimate.",
            "Valid through", "Call 480-956-5710", "What we took for granted", "Sources", "An estimate of",
        ):  # fmt: skip
            assert words in tree.text

    def test_the_file_is_one_tagged_page_with_title_and_language(self, save, signed_in):
        saved = save()
        for paper, box in (("letter", b"[0 0 612.00 792.00]"), ("a4", b"[0 0 595.28 841.89]")):
            answer = signed_in("agent").get(f"/staff/quotes/{saved.reference}/quote.pdf?paper={paper}")
            assert answer.headers["Content-Type"] == "application/pdf"
            pdf = answer.data
            assert len(re.findall(rb"/Type /Page\b", pdf)) == 1
            assert box in pdf
            for part in (b"/Lang (en-US)", b"/MarkInfo", b"/StructTreeRoot", b"/DisplayDocTitle true"):
                assert part in pdf

    def test_both_are_to_be_had_in_spanish(self, save, signed_in):
        saved = save()
        agent = signed_in("agent")
        page = parse(agent.get(f"/staff/quotes/{saved.reference}").text)
        links = {a.text: str(a.attrs["href"]) for a in page.all("a")}
        sheet = parse(agent.get(links["Print in Spanish"]).text)
        assert sheet.one("html").attrs["lang"] == "es"
        for words in (saved.shown, "oprima el 2", "911", "ni una estimación de buena fe", "Llamar al 480-956-5710"):
            assert words in sheet.text
        assert "?language=en" in [a.attrs["href"] for a in sheet.all("a")]
        answer = agent.get(links["PDF in Spanish"])
        assert b"/Lang (es-US)" in answer.data
        assert answer.headers["Content-Disposition"] == f"inline; filename=estimate-{saved.shown}-es.pdf"
        assert len(re.findall(rb"/Type /Page\b", answer.data)) == 1

    def test_a_language_that_a_quote_was_not_kept_in_gives_the_one_it_has(self, save, signed_in):
        saved = save()
        sheet = parse(signed_in("agent").get(f"/staff/quotes/{saved.reference}/print?language=fr").text)
        assert sheet.one("html").attrs["lang"] == "en"

    def test_every_text_of_the_file_is_tagged_or_marked_as_decoration(self, save, signed_in):
        saved = save()
        drawn = unpacked(signed_in("agent").get(f"/staff/quotes/{saved.reference}/quote.pdf").data)
        depth = 0
        shown = 0
        for line in drawn.splitlines():
            depth += line.rstrip().endswith((b" BDC", b" BMC")) - (line.strip() == b"EMC")
            if b" Tj" in line or b" TJ" in line:
                shown += 1
                assert depth == 1, line
        assert shown > 30

    @pytest.fixture
    def view(self, save, staff_site):
        saved = save()
        with staff_site.test_request_context():
            return quote_view(open_snapshot(engine(), saved.reference, datetime.now(UTC)), 90)

    def test_the_file_says_what_the_sheet_says(self, view, tmp_path):
        """Set without our fonts, whose letters are numbered anew in each file, the text stands in it as it is."""
        sheet = print_view(view, every_line=False)
        drawn = unpacked(quote_pdf(sheet, "Letter", tmp_path, CrisisLine())).decode("latin-1")
        drawn = " ".join(re.findall(r"\((.*?)\) Tj", drawn))
        drawn = re.sub(r"\s+", " ", drawn.replace("\\(", "(").replace("\\)", ")"))
        for words in (view.shown, "988", "not a Good Faith Estimate", "480-956-5710", view.quote.figures[1].amount):
            assert words in drawn

    def test_the_file_is_dated_by_the_quote_so_that_it_is_the_same_whenever_it_is_made(self, view, tmp_path):
        sheet = replace(print_view(view, every_line=False), made_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
        first, second = (quote_pdf(sheet, "Letter", tmp_path, CrisisLine()) for _ in range(2))
        assert b"/CreationDate (D:20260102030405Z)" in first
        assert first == second

    def test_whatever_makes_the_sheet_long_makes_its_type_small(self, view):
        lists = {"cautions": (), "before": (), "assumptions": ()}
        short = replace(print_view(view, every_line=False), **lists, sources=())
        assert not short.dense
        long = {
            "assumptions": ("It is so.",) * 40,
            "sources": print_view(view, every_line=True).sources * 12,
            "summary": "What it means. " * 260,
            "inputs": (("What was asked", "what was answered"),) * 110,
        }
        assert all(replace(short, **{part: text}).dense for part, text in long.items())

    def test_with_every_line_nothing_is_cut_off(self, view):
        fonts = Path(__file__).resolve().parents[2] / "static/vendor"
        sheet = print_view(view, every_line=True)
        pdf = quote_pdf(sheet, "A4", fonts, CrisisLine())
        assert len(re.findall(rb"/Type /Page\b", pdf)) > 1
        assert len(sheet.more) > 3
