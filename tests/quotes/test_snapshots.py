"""A snapshot: stored, loaded again and shown again it is the same, byte for byte."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import render_template
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from clinicfinder.domain.canonical import from_canonical, to_canonical
from clinicfinder.domain.quote_changes import compare_quotes
from clinicfinder.domain.quote_document import (
    Bullets,
    Figure,
    Figures,
    Paragraph,
    Quoted,
    Section,
    Source,
    Sources,
    Table,
)
from clinicfinder.domain.quote_validity import KnownEnd, valid_through
from clinicfinder.domain.quotes import QuoteAltered, Snapshot, Span, pack, unpack
from clinicfinder.store.caller_details import CallerDetails
from clinicfinder.usecases.read_quotes import open_snapshot
from clinicfinder.usecases.save_quote import QuoteToSave, save_quote
from clinicfinder.web.estimate_fields import form_view
from clinicfinder.web.estimate_form import estimate_for, read_estimate_form
from clinicfinder.web.staff.quote_print import print_view
from clinicfinder.web.staff.quote_saving import ESTIMATE_FIELDS
from clinicfinder.web.staff.quote_today import same_question_today
from clinicfinder.web.staff.quote_views import quote_view
from tests.quotes.conftest import AGENT, MOMENT, OPENING

texts = st.text(max_size=40)
sources = st.builds(Source, texts, st.none() | texts, texts)
figures = st.builds(Figure, texts, texts, st.none() | texts)
blocks = st.one_of(
    st.builds(Paragraph, texts, st.booleans()),
    st.builds(Bullets, st.lists(texts, max_size=3).map(tuple), st.booleans()),
    st.builds(Figures, st.lists(figures, max_size=3).map(tuple)),
    st.builds(Table, texts, st.just(("a", "b")), st.lists(st.tuples(texts, texts), max_size=3).map(tuple)),
    st.builds(Quoted, texts, texts, sources),
    st.builds(Sources, st.lists(sources, max_size=3).map(tuple)),
)
sections = st.lists(st.builds(Section, texts, texts, st.lists(blocks, max_size=3).map(tuple)), max_size=4).map(tuple)
cents = st.none() | st.integers(-(2**62), 2**62)
moments = st.datetimes(timezones=st.just(UTC))
given_fields = st.lists(st.tuples(texts, texts), max_size=5).map(tuple)


def changed(snapshot: Snapshot, parts, low, made_at, fields, title) -> Snapshot:
    return replace(snapshot, sections=parts, low_cents=low, made_at=made_at, given=fields, title=title)


whole = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


class TestTheText:
    @whole
    @given(parts=sections, low=cents, made_at=moments, fields=given_fields, title=texts)
    def test_holds_any_value_and_gives_it_back(self, snapshot, parts, low, made_at, fields, title):
        quote = changed(snapshot, parts, low, made_at, fields, title)
        text, sha256 = pack(quote)
        assert unpack(text, sha256) == quote
        assert pack(unpack(text, sha256)) == (text, sha256)
        assert text.isascii()

    def test_does_not_depend_on_the_zone_that_a_moment_is_told_in(self, snapshot):
        elsewhere = replace(snapshot, made_at=snapshot.made_at.astimezone())
        assert pack(elsewhere) == pack(snapshot)

    def test_changed_by_one_letter_is_refused(self, snapshot):
        text, sha256 = pack(snapshot)
        with pytest.raises(QuoteAltered):
            unpack(text.replace("Possible", "Likely"), sha256)

    @pytest.mark.parametrize(
        "text",
        ['{"low":1}', '{"low":1,"high":2,"more":3}', '{"low":"1","high":2}', '{"low":true,"high":2}', "[]", "1"],
        ids=["a field missing", "one too many", "text for a number", "true for a number", "a list", "a number"],
    )
    def test_that_holds_anything_else_is_refused(self, text):
        with pytest.raises(ValueError, match=r".+"):
            from_canonical(Span, text)

    def test_has_no_floats(self):
        with pytest.raises(TypeError):
            to_canonical((0.1,))


QUESTIONS = (
    OPENING,
    {"treatment": "tms", "payer": "Aetna", "plan_type": "commercial", "place": "AZ"},
    {"treatment": "iv_ketamine"},
    {"treatment": "spravato", "payer": "Medicare", "place": "85032"},
    {"treatment": "psychotherapy", "payer": "No Such Plan"},
)


def pages(app, view) -> list[str]:
    """Everything that shows a quote, as text."""
    with app.test_request_context("/staff/quotes"):
        sheet = render_template("pages/staff/quote_print.html", view=print_view(view, every_line=True))
        parts = app.jinja_env.get_template("components/staff/quote.html").make_module({"_": str})
        shown = [str(parts.blocks(section)) for section in (*view.first, *view.more)]
    return [sheet, *shown, repr(view)]


class TestARealQuote:
    def test_stored_loaded_and_shown_again_is_identical(self, engine, seal, app, take_quote):
        for number, fields in enumerate(QUESTIONS):
            quote = take_quote(fields)
            to_save = QuoteToSave(quote, f"key {number}", CallerDetails(None, None))
            opened = open_snapshot(engine, save_quote(engine, seal, to_save, AGENT, MOMENT).reference, MOMENT)
            assert opened.stored.snapshot == quote
            assert pack(opened.stored.snapshot) == pack(quote)
            as_made = replace(opened, stored=replace(opened.stored, snapshot=quote))
            with app.test_request_context():
                views = [quote_view(one, 90) for one in (as_made, opened)]
            assert pages(app, views[0]) == pages(app, views[1])

    def test_holds_every_line_of_the_ledger_to_the_cent(self, snapshot):
        lines = snapshot.lines
        assert sum(line.patient.low - line.help.low for line in lines) == snapshot.low_cents
        assert sum(line.patient.high - line.help.high for line in lines) == snapshot.high_cents
        for line in lines:
            for end in ("low", "high"):
                parts = [getattr(span, end) for span in (line.deductible, line.copay, line.coinsurance)]
                assert sum(parts) == getattr(line.patient, end) <= getattr(line.allowed, end)

    def test_holds_the_price_rows_that_were_used_with_their_sources(self, snapshot, catalogue):
        on_file = {price.price_id: price for price in catalogue.estimates.prices}
        assert snapshot.prices
        for price in snapshot.prices:
            row = on_file[price.price_id]
            assert (price.low, price.high, price.source_url) == (row.low, row.high, row.provenance.source_url)

    def test_holds_what_was_typed_the_clinic_and_all_versions(self, snapshot, catalogue):
        assert dict(snapshot.given) == OPENING
        assert snapshot.clinic.phone == catalogue.clinics[snapshot.clinic.code].phone
        versions = snapshot.versions
        assert versions.data == catalogue.version
        assert versions.script == "2026-11"
        assert versions.engine != versions.text
        assert ("Yearly deductible", "$2,000") in snapshot.inputs
        assert ("Coinsurance", "20 %") in snapshot.inputs

    def test_says_that_it_is_no_promise_and_no_good_faith_estimate(self, snapshot):
        assert "not a promise" in snapshot.disclaimer
        assert "not a Good Faith Estimate" in snapshot.disclaimer


class TestWhatIsKeptOfAForm:
    def test_every_field_of_the_estimate_form(self, app, catalogue):
        names = set()
        for fields in (OPENING, {"treatment": "tms"}, {"treatment": "spravato", "payer": "BCBS"}):
            form = read_estimate_form(MultiDict(fields), catalogue, MOMENT.date())
            with app.test_request_context():
                view = form_view(catalogue, form, estimate_for(catalogue, form.question))
            parts = (*view.first, *view.questions, *view.more_questions, *view.plan, *view.course)
            names |= {field.name for field in parts}
        assert names - {"product"} <= ESTIMATE_FIELDS

    def test_and_nothing_that_names_a_person(self):
        assert not {name for name in ESTIMATE_FIELDS if "name" in name or "phone" in name or "token" in name}


class TestItsLastDay:
    MADE = date(2026, 11, 22)

    @pytest.mark.parametrize(
        ("ends", "last", "because"),
        [
            pytest.param([], date(2026, 12, 22), "days", id="thirty days, where nothing is known to end"),
            pytest.param([date(2026, 12, 1)], date(2026, 12, 1), "prices_end", id="the first known end before that"),
            pytest.param([date(2027, 1, 1)], date(2026, 12, 22), "days", id="an end after that changes nothing"),
            pytest.param([MADE], MADE, "prices_end", id="an end on the very day leaves that day"),
            pytest.param([date(2025, 12, 31)], date(2026, 12, 22), "days", id="an end that was past says nothing"),
        ],
    )
    def test_never_passes_a_known_end(self, ends, last, because):
        found = valid_through(self.MADE, 30, [KnownEnd(day, "prices_end") for day in ends])
        assert (found.last_day, found.because) == (last, because)

    def test_is_counted_by_the_clinics_calendar(self, take_quote):
        late = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # Still the 22nd in Gilbert.
        assert take_quote(OPENING, late).made_on == date(2026, 11, 22)
        assert take_quote(OPENING, late).valid_through == date(2026, 12, 22)


class TestWhatChangedSince:
    def test_nothing_as_long_as_the_data_is_the_same(self, app, snapshot):
        with app.test_request_context():
            now = same_question_today(snapshot, AGENT, MOMENT + timedelta(days=3))
        assert compare_quotes(snapshot, now).none

    def test_a_price_that_moved_is_named_with_both_amounts(self, snapshot):
        first, *rest = snapshot.prices
        then = replace(snapshot, prices=(replace(first, low=1, high=2), *rest))
        (difference,) = compare_quotes(then, snapshot).prices
        assert first.price_id in difference.label
        assert difference.then.startswith("$0.01 to $0.02")

    def test_another_answer_comes_first_and_lines_say_what_is_gone_and_what_is_new(self, snapshot):
        then = replace(
            snapshot,
            headline="Likely",
            sections=(*snapshot.sections[1:], Section("old", "Old part", (Paragraph("An old line."),))),
        )
        changes = compare_quotes(then, snapshot)
        assert changes.key[0].label == "Answer"
        assert changes.key[0].then.startswith("Likely")
        by_title = {part.title: part for part in changes.parts}
        assert by_title["Old part"].gone == ("An old line.",)
        assert by_title["What you may pay"].new

    def test_a_question_about_a_clinic_that_is_gone_cannot_be_asked(self, app, snapshot):
        gone = replace(snapshot, clinic=replace(snapshot.clinic, code="no-such-clinic"))
        with app.test_request_context():
            assert same_question_today(gone, AGENT, MOMENT) is None
