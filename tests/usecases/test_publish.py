"""Editing, publishing and undoing, on both databases."""

import json
import threading
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinicfinder.errors import BadForm
from clinicfinder.ingest.data_tables import TABLES, row_id
from clinicfinder.ingest.row_changes import cells_hash
from clinicfinder.store.audit import AuditFilter, read_entries, verify_chain
from clinicfinder.store.engine import make_engine, migrate
from clinicfinder.store.loading import load_data
from clinicfinder.store.publications import read_publications
from clinicfinder.store.reading import data_version
from clinicfinder.usecases.edit_rows import (
    ChangedMeanwhile,
    Refused,
    Saved,
    TypedRow,
    new_version,
    remove_row,
    save_row,
)
from clinicfinder.usecases.publish import (
    Confirmation,
    NotPublished,
    Published,
    publish_draft,
    review_draft,
    review_undo,
)
from tests.data_folders import change, make_small_folder, read_table, write_table
from tests.usecases.operator_sheets import GILBERT, NEW_CLINIC
from tests.usecases.publishing import ADA, NOW, add, cells_of, edit, keys_of, publish, tables, undo

RULE = ("bcbs-ms-spravato",)
LAW = ("tx-hb1337-step-therapy",)
STATEMENT = ("serenity", "", "AZ", "aetna")


def version(engine):
    with engine.connect() as connection:
        return data_version(connection)


class TestPublishing:
    def test_a_row_of_each_kind_of_table_goes_in_as_one_version(self, loaded, folder):
        edits = [
            ("state_laws", LAW, {"wording": "Another wording."}),
            ("locations", (GILBERT,), {"notes": "Ring twice.", "phone": "(480) 956-5711"}),
            ("clinic_insurance", STATEMENT, {"notes": "Asked by phone."}),
            ("payers", ("aetna",), {"aliases": "Aetna Health"}),
            ("networks", ("serenity",), {"summary": "A chain."}),
            ("treatments", ("tms",), {"summary": "Magnets."}),
            ("partners", ("demo",), {"name": "Another name"}),
        ]
        for table, key, cells in edits:
            assert edit(loaded, folder, table, key, **cells) == Saved(row_id(key), changes=True)
        before = version(loaded)
        done = publish(loaded, folder)
        assert done == Published(1, f"{before}+1")
        assert version(loaded) == f"{before}+1"
        for table, key, cells in edits:
            assert (
                cells_of(loaded, table, *key).items()
                >= (cells | ({"phone": "480-956-5711"} if "phone" in cells else {})).items()
            )

    def test_the_draft_is_spent_and_the_record_and_the_audit_log_say_who_what_and_why(self, loaded, folder):
        edit(loaded, folder, "state_laws", LAW, wording="Another wording.")
        old = cells_of(loaded, "state_laws", *LAW)["wording"]
        publish(loaded, folder, note="The old wording was long.")
        assert review_draft(loaded, folder, ADA, NOW).changes == ()
        with loaded.connect() as connection:
            (publication,) = read_publications(connection)
            (entry,) = read_entries(connection, AuditFilter(action="data.published"), offset=0, limit=9)
            assert verify_chain(connection).fault is None
        assert (publication.author, publication.note, publication.rows) == (ADA, "The old wording was long.", 1)
        assert publication.published_at == NOW
        named = f"state_laws.csv {LAW[0]}"
        assert json.loads(entry.entry.old) == {named: {"wording": old}}
        assert json.loads(entry.entry.new) == {named: {"wording": "Another wording."}}
        assert (entry.entry.actor, entry.entry.reason) == (ADA, "The old wording was long.")

    @pytest.mark.parametrize("note", ["", "  \n", "x" * 2001], ids=["none", "blank", "endless"])
    def test_without_a_note_that_can_be_read_nothing_is_published(self, loaded, folder, note):
        edit(loaded, folder, "state_laws", LAW, wording="Another wording.")
        before = version(loaded)
        with pytest.raises(BadForm, match="what changes and why"):
            publish(loaded, folder, note=note)
        assert version(loaded) == before

    def test_what_was_not_looked_at_is_not_published(self, loaded, folder):
        edit(loaded, folder, "state_laws", LAW, wording="Another wording.")
        seen = review_draft(loaded, folder, ADA, NOW).seen
        edit(loaded, folder, "state_laws", LAW, wording="In another tab.")
        answer = publish_draft(loaded, folder, Confirmation(ADA, "x", seen), NOW)
        assert isinstance(answer, NotPublished)
        assert "has changed since" in answer.why

    def test_two_who_publish_different_rows_at_once_both_do(self, loaded, folder):
        authors = [f"author{number}" for number in range(4)]
        laws = keys_of(loaded, "state_laws")
        for author, law in zip(authors, laws, strict=False):
            edit(loaded, folder, "state_laws", law, author, wording=f"By {author}.")
        done: list[object] = []
        threads = [threading.Thread(target=lambda a=a: done.append(publish(loaded, folder, a))) for a in authors]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(one.number for one in done) == [1, 2, 3, 4]
        for author, law in zip(authors, laws, strict=False):
            assert cells_of(loaded, "state_laws", *law)["wording"] == f"By {author}."
        with loaded.connect() as connection:
            assert verify_chain(connection).fault is None


class TestSources:
    def warnings(self, loaded, folder, **cells):
        edit(loaded, folder, "locations", (GILBERT,), **cells)
        return review_draft(loaded, folder, ADA, NOW).warnings

    def test_a_new_phone_under_the_old_source_must_be_acknowledged(self, loaded, folder):
        (warning,) = self.warnings(loaded, folder, phone="(480) 956-5711")
        assert warning.startswith(f"Clinics: {GILBERT} would say something new under the source")
        assert isinstance(publish(loaded, folder, acknowledged=False), NotPublished)

    @pytest.mark.parametrize(
        "cells",
        [
            pytest.param({"phone": "(480) 956-5711", "reviewed_on": "2026-11-21"}, id="with the day it was compared"),
            pytest.param({"notes": "Ring twice."}, id="a note of our own"),
        ],
    )
    def test_nothing_is_said_of(self, loaded, folder, cells):
        assert self.warnings(loaded, folder, **cells) == ()

    def test_an_undo_puts_back_what_the_source_says_and_warns_of_nothing(self, loaded, folder):
        self.warnings(loaded, folder, phone="(480) 956-5711")
        done = publish(loaded, folder)
        assert review_undo(loaded, folder, done.number, NOW).warnings == ()

    def test_many_rows_are_one_warning(self, loaded, folder):
        rules = keys_of(loaded, "coverage_rules")[:7]
        for rule in rules:
            edit(loaded, folder, "coverage_rules", rule, policy_number="P-1")
        found = [one for one in review_draft(loaded, folder, ADA, NOW).warnings if "something new" in one]
        assert len(found) == 1
        assert " and 2 more would" in found[0]


class TestCells:
    @pytest.mark.parametrize(
        ("table", "key", "cells", "column"),
        [
            pytest.param("state_laws", LAW, {"reviewed_on": ""}, "reviewed_on", id="no day of review"),
            pytest.param("state_laws", LAW, {"reviewed_on": "2027-01-22"}, "reviewed_on", id="a day of review to come"),
            pytest.param("state_laws", LAW, {"source_title": ""}, "source_title", id="no source"),
            pytest.param("locations", (GILBERT,), {"zip": "00000"}, "zip", id="a ZIP that does not exist"),
            pytest.param("locations", (GILBERT,), {"slug": "else"}, "slug", id="a page's address"),
            pytest.param("clinic_insurance", STATEMENT, {"acceptance": "accepted"}, "acceptance", id="a mere list"),
            pytest.param(
                "coverage_rules",
                RULE,
                {"prior_authorization": "perhaps"},
                "prior_authorization",
                id="a word that is none",
            ),
            pytest.param("payers", ("aetna",), {"code": "etna"}, "code", id="another key where rows stay"),
        ],
    )
    def test_that_cannot_be_used_are_refused_with_their_column_and_not_kept(
        self, loaded, folder, table, key, cells, column
    ):
        answer = edit(loaded, folder, table, key, **cells)
        assert isinstance(answer, Refused)
        assert list(answer.problems) == [column]
        assert review_draft(loaded, folder, ADA, NOW).changes == ()

    def test_that_put_another_row_at_fault_are_kept_in_the_draft_and_block(self, loaded, folder):
        """A split of a course needs two edits, and the first alone leaves a gap."""
        assert isinstance(edit(loaded, folder, "payers", ("aetna",), aliases="Cigna"), Saved)
        answer = publish(loaded, folder)
        assert isinstance(answer, NotPublished)
        assert [(row.key, row.ours) for row in answer.review.faults] == [(("cigna",), False)]

    def test_of_a_key_that_is_taken_are_refused(self, loaded, folder):
        cells = cells_of(loaded, "state_laws", *LAW)
        assert "already" in add(loaded, folder, "state_laws", **cells).problems["law_id"]

    def test_that_say_what_is_on_file_leave_the_draft_empty(self, loaded, folder):
        edit(loaded, folder, "state_laws", LAW, wording="Another wording.")
        assert edit(loaded, folder, "state_laws", LAW) == Saved(row_id(LAW), changes=False)
        assert review_draft(loaded, folder, ADA, NOW).changes == ()


class TestTwoAtOnce:
    def test_the_second_is_told_by_whom_and_what_changed(self, loaded, folder):
        opened = cells_of(loaded, "coverage_rules", *RULE)
        edit(loaded, folder, "coverage_rules", RULE, "ben", wording="Ben's words.")
        publish(loaded, folder, "ben", note="clearer")
        typed = TypedRow(ADA, "coverage_rules", row_id(RULE), opened | {"wording": "Ada's words."}, cells_hash(opened))
        answer = save_row(loaded, folder, typed, NOW)
        assert isinstance(answer, ChangedMeanwhile)
        assert (answer.by.author, answer.by.note) == ("ben", "clearer")
        assert answer.now["wording"] == "Ben's words."

    def test_a_draft_that_was_overtaken_is_not_published(self, loaded, folder):
        edit(loaded, folder, "coverage_rules", RULE, ADA, wording="Ada's words.")
        edit(loaded, folder, "coverage_rules", RULE, "ben", wording="Ben's words.")
        publish(loaded, folder, "ben")
        answer = publish(loaded, folder)
        assert isinstance(answer, NotPublished)
        (overtaken,) = answer.review.overtaken
        assert (overtaken.by.author, overtaken.now["wording"]) == ("ben", "Ben's words.")
        assert cells_of(loaded, "coverage_rules", *RULE)["wording"] == "Ben's words."


class TestRules:
    def test_a_tie_that_disagrees_blocks(self, loaded, folder):
        twin = cells_of(loaded, "coverage_rules", *RULE) | {
            "rule_id": "bcbs-ms-twin", "benefit": "covered", "not_covered_kind": "",
        }  # fmt: skip
        assert isinstance(add(loaded, folder, "coverage_rules", **twin), Saved)
        answer = publish(loaded, folder)
        assert isinstance(answer, NotPublished)
        assert any("tie" in words for words in answer.review.rule_faults)

    def test_a_change_in_place_must_be_acknowledged_and_shows_whose_answer_changes(self, loaded, folder):
        edit(loaded, folder, "coverage_rules", RULE, benefit="case_by_case", not_covered_kind="")
        answer = publish(loaded, folder, acknowledged=False)
        assert isinstance(answer, NotPublished)
        assert any("for the past as well" in words for words in answer.review.warnings)
        changed = {(one.query.payer, one.before.status, one.after.status) for one in answer.review.differences}
        assert ("bcbs_ms", "not_covered", "case_by_case") in changed
        assert isinstance(publish(loaded, folder), Published)

    def test_a_rule_that_changes_on_a_day_to_come_shows_whose_answer_changes_then(self, loaded, folder):
        wanted = new_version(loaded, ADA, row_id(RULE), "2027-01-01", NOW)
        (begun,) = [one for one in review_draft(loaded, folder, ADA, NOW).changes if row_id(one.key) == wanted]
        cells = {"source_title": "New", "source_url": "https://example.org/", "reviewed_on": "2026-11-22"}
        cells |= {"benefit": "case_by_case", "not_covered_kind": ""}
        typed = TypedRow(ADA, "coverage_rules", wanted, begun.after | cells, cells_hash(None))
        assert save_row(loaded, folder, typed, NOW) == Saved(wanted, changes=True)
        found = review_draft(loaded, folder, ADA, NOW).differences
        assert {one.day for one in found} == {date(2027, 1, 1)}
        changed = {(one.query.payer, one.before.status, one.after.status) for one in found}
        assert ("bcbs_ms", "not_covered", "case_by_case") in changed

    def test_a_change_of_wording_warns_of_nothing(self, loaded, folder):
        edit(loaded, folder, "coverage_rules", RULE, wording="Clearer.")
        review = review_draft(loaded, folder, ADA, NOW)
        assert (review.warnings, review.differences) == ((), ())
        assert review.profiles_compared

    def test_a_new_version_ends_the_old_takes_the_criteria_and_asks_for_a_source(self, loaded, folder):
        rule = _rule_with_criteria(loaded)
        wanted = new_version(loaded, ADA, row_id(rule), "2027-01-01", NOW)
        review = review_draft(loaded, folder, ADA, NOW)
        assert any(fault.column == "source_title" for row in review.faults for fault in row.faults)
        (begun,) = [one for one in review.changes if row_id(one.key) == wanted]
        given = {"source_title": "New", "source_url": "https://example.org/", "reviewed_on": "2026-11-22"}
        typed = TypedRow(ADA, "coverage_rules", wanted, begun.after | given, cells_hash(None))
        assert save_row(loaded, folder, typed, NOW) == Saved(wanted, changes=True)
        assert isinstance(publish(loaded, folder), Published)
        assert cells_of(loaded, "coverage_rules", *rule)["effective_to"] == "2027-01-01"
        new = cells_of(loaded, "coverage_rules", *begun.key)
        assert (new["effective_from"], new["effective_to"]) == ("2027-01-01", "")
        old_criteria = [key[1:] for key in keys_of(loaded, "coverage_criteria") if key[0] == rule[0]]
        assert [key[1:] for key in keys_of(loaded, "coverage_criteria") if key[0] == begun.key[0]] == old_criteria

    def test_a_rule_is_not_removed(self, loaded):
        with pytest.raises(BadForm, match="stay"):
            remove_row(loaded, ADA, "coverage_rules", row_id(RULE), NOW)


def _rule_with_criteria(engine):
    with_criteria = {key[0] for key in keys_of(engine, "coverage_criteria")}
    for key in keys_of(engine, "coverage_rules"):
        cells = cells_of(engine, "coverage_rules", *key)
        if key[0] in with_criteria and not cells["effective_to"] and not cells["dispute_id"]:
            return key
    raise AssertionError


class TestUndo:
    def test_puts_every_table_back_exactly(self, loaded, folder):
        before = tables(loaded)
        edit(loaded, folder, "coverage_rules", RULE, benefit="case_by_case", not_covered_kind="")
        edit(loaded, folder, "locations", (GILBERT,), notes="Ring twice.")
        edit(loaded, folder, "clinic_insurance", STATEMENT, notes="Asked by phone.")
        add(loaded, folder, "locations", **NEW_CLINIC)
        remove_row(loaded, ADA, "coverage_criteria", row_id(keys_of(loaded, "coverage_criteria")[3]), NOW)
        publish(loaded, folder)
        assert tables(loaded) != before
        assert undo(loaded, folder, 1) == Published(2, version(loaded))
        assert tables(loaded) == before

    def test_of_rows_changed_since_is_refused_and_names_them(self, loaded, folder):
        edit(loaded, folder, "state_laws", LAW, wording="One.")
        publish(loaded, folder)
        edit(loaded, folder, "state_laws", LAW, "ben", wording="Two.")
        publish(loaded, folder, "ben")
        answer = undo(loaded, folder, 1)
        assert isinstance(answer, NotPublished)
        (overtaken,) = answer.review.overtaken
        assert (overtaken.change.key, overtaken.by.author, overtaken.by.number) == (LAW, "ben", 2)
        assert cells_of(loaded, "state_laws", *LAW)["wording"] == "Two."

    def test_of_rows_that_a_load_changed_since_blames_nobody(self, loaded, folder):
        edit(loaded, folder, "state_laws", LAW, wording="One.")
        publish(loaded, folder)
        load_data(loaded, folder, take_files=True)
        (overtaken,) = undo(loaded, folder, 1).review.overtaken
        assert overtaken.by is None

    def test_happens_once(self, loaded, folder):
        edit(loaded, folder, "state_laws", LAW, wording="One.")
        publish(loaded, folder)
        undo(loaded, folder, 1)
        with pytest.raises(BadForm, match="undone already, by publication 2"):
            undo(loaded, folder, 1)

    def test_can_itself_be_undone(self, loaded, folder):
        edit(loaded, folder, "state_laws", LAW, wording="One.")
        publish(loaded, folder)
        published = tables(loaded)
        undo(loaded, folder, 1)
        undo(loaded, folder, 2)
        assert {**tables(loaded), "operator_rows": None} == {**published, "operator_rows": None}

    def test_of_a_payer_that_others_need_by_now_is_refused(self, loaded, folder):
        payer = cells_of(loaded, "payers", "aetna") | {"code": "example_payer", "name": "Example Payer", "aliases": ""}
        add(loaded, folder, "payers", **payer)
        publish(loaded, folder)
        statement = cells_of(loaded, "clinic_insurance", *STATEMENT) | {"payer": "example_payer"}
        add(loaded, folder, "clinic_insurance", **statement)
        publish(loaded, folder)
        review = review_undo(loaded, folder, 1, NOW)
        assert [(row.file, row.ours) for row in review.faults] == [("clinic_insurance.csv", False)]


class TestNewerFiles:
    def test_leave_a_supervisors_row_as_it_is_and_say_so(self, loaded, folder):
        edit(loaded, folder, "state_laws", LAW, wording="Ours.")
        publish(loaded, folder)
        change(folder, "state_laws.csv", 2, wording="The file's.")
        report = load_data(loaded, folder)
        assert [str(row) for row in report.kept] == [f"state_laws.csv {LAW[0]}: the file differs in wording"]
        assert cells_of(loaded, "state_laws", *LAW)["wording"] == "Ours."

    def test_that_come_to_say_the_same_take_the_row_back(self, loaded, folder):
        edit(loaded, folder, "payers", ("aetna",), aliases="Aetna Health")
        publish(loaded, folder)
        change(folder, "payers.csv", 2, aliases="Aetna Health")
        assert load_data(loaded, folder).kept == ()
        change(folder, "payers.csv", 2, aliases="")
        load_data(loaded, folder)
        assert cells_of(loaded, "payers", "aetna")["aliases"] == ""

    def test_leave_rows_that_only_a_supervisor_has_and_do_not_bring_back_removed_ones(self, loaded, folder):
        gone = keys_of(loaded, "coverage_criteria")[3]
        remove_row(loaded, ADA, "coverage_criteria", row_id(gone), NOW)
        law = cells_of(loaded, "state_laws", *LAW) | {"law_id": "az-example"}
        add(loaded, folder, "state_laws", **law)
        publish(loaded, folder)
        change(folder, "treatments.csv", 2, summary="Newer.")
        assert len(load_data(loaded, folder).kept) == 1
        assert gone not in keys_of(loaded, "coverage_criteria")
        assert ("az-example",) in keys_of(loaded, "state_laws")
        load_data(loaded, folder, take_files=True)
        assert gone in keys_of(loaded, "coverage_criteria")
        assert ("az-example",) in keys_of(loaded, "state_laws")

    def test_that_do_not_go_together_with_kept_rows_are_refused_with_the_way_out(self, loaded, folder):
        twin = cells_of(loaded, "coverage_rules", *RULE) | {"rule_id": "bcbs-ms-twin"}
        add(loaded, folder, "coverage_rules", **twin)
        assert isinstance(publish(loaded, folder), Published)
        rows = read_table(folder / "coverage_rules.csv")
        for row in rows:
            if row["rule_id"] == RULE[0]:
                row.update(benefit="covered", not_covered_kind="")
        write_table(folder / "coverage_rules.csv", rows)
        before = tables(loaded)
        with pytest.raises(Exception, match="prepare --take-files"):
            load_data(loaded, folder)
        assert tables(loaded) == before


@pytest.fixture(scope="module")
def lasting(tmp_path_factory):
    folder = make_small_folder(tmp_path_factory.mktemp("data"))
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('database') / 'a.db'}")
    migrate(engine)
    load_data(engine, folder)
    yield engine, folder
    engine.dispose()


SOURCED = sorted(name for name, table in TABLES.items() if "source_title" in table.columns)


@given(
    chosen=st.lists(st.tuples(st.sampled_from(SOURCED), st.integers(0, 10_000)), min_size=1, max_size=4, unique=True),
    title=st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30),
    gone=st.booleans(),
)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_is_published_undoing_it_gives_the_same_tables(lasting, chosen, title, gone):
    engine, folder = lasting
    before = tables(engine)
    for table, number in chosen:
        keys = keys_of(engine, table)
        edit(engine, folder, table, keys[number % len(keys)], source_title=title)
    if gone:
        keys = keys_of(engine, "plan_presets")
        remove_row(engine, ADA, "plan_presets", row_id(keys[chosen[0][1] % len(keys)]), NOW)
    done = publish(engine, folder)
    if isinstance(done, Published):
        undo(engine, folder, done.number)
    assert tables(engine) == before
