"""A spreadsheet of any table: its dry run, and taking it into the draft. On both databases."""

import csv
import io

import pytest

from clinicfinder.errors import DataFault, NotOnFile
from clinicfinder.ingest.data_set import DATA_FILES
from clinicfinder.ingest.data_tables import TABLE_OF, TABLES
from clinicfinder.store.loading import load_data
from clinicfinder.usecases.export_rows import export_table
from clinicfinder.usecases.publish import Published, review_draft
from clinicfinder.usecases.upload_rows import forget_upload, receive_upload, review_upload, take_upload
from tests.usecases.operator_sheets import GILBERT, NEW_CLINIC, sheet
from tests.usecases.publishing import ADA, NOW, cells_of, publish

LAW = "tx-hb1337-step-therapy"


def upload(engine, folder, table, content):
    token = receive_upload(engine, ADA, table, "operator.csv", content, NOW)
    return token, review_upload(engine, folder, ADA, token, NOW)


def test_every_data_file_but_those_made_by_scripts_can_be_edited():
    assert set(TABLE_OF) == set(DATA_FILES) - {"sources.csv", "zip_codes.csv", "state_areas.json"}


class TestRoundTrip:
    @pytest.mark.parametrize("table", TABLES)
    def test_what_is_downloaded_and_sent_again_changes_nothing(self, loaded, folder, table):
        text = export_table(loaded, table)
        _, review = upload(loaded, folder, table, text.encode("utf-8-sig"))
        assert (review.changes, review.refused, review.missing) == ((), (), 0)
        assert review.unchanged == len(list(csv.reader(io.StringIO(text)))) - 1 > 0

    def test_text_that_a_spreadsheet_would_run_comes_back_as_it_was(self, loaded, folder):
        content = sheet({"law_id": LAW, "wording": "'=1+1"})
        token, _ = upload(loaded, folder, "state_laws", content)
        assert take_upload(loaded, folder, ADA, token, NOW, leave_out=False) is None
        publish(loaded, folder)
        assert cells_of(loaded, "state_laws", LAW)["wording"] == "=1+1"
        assert "'=1+1" in export_table(loaded, "state_laws")
        assert upload(loaded, folder, "state_laws", export_table(loaded, "state_laws").encode())[1].changes == ()


class TestDryRun:
    ROWS = (
        {"law_id": LAW, "wording": "Another wording.", "state": ""},
        {"law_id": "nv-nrs-422-403-step-therapy", "topic": "weather"},
        {"law_id": "az-new", "state": "AZ", "topic": "other", "scope": "all_plans", "wording": "A law."},
    )

    def test_tells_adds_changes_and_faults_by_line_and_cell_and_changes_nothing(self, loaded, folder):
        _, review = upload(loaded, folder, "state_laws", sheet(*self.ROWS))
        (change,) = review.changes
        assert [(cell.column, cell.new) for cell in change.cells] == [("wording", "Another wording.")]
        assert {(fault.line, fault.column) for fault in review.refused} == {
            (3, "topic"), (4, "source_title"), (4, "source_url"), (4, "reviewed_on"), (4, "confidence"),
        }  # fmt: skip
        assert review.rows_refused == 2
        assert review_draft(loaded, folder, ADA, NOW).changes == ()

    def test_a_row_without_its_key_and_one_reviewed_in_days_to_come_are_refused_in_words(self, loaded, folder):
        rows = [{"law_id": LAW, "reviewed_on": "11/23/2027"}, {"law_id": "", "wording": "Whose?"}]
        _, review = upload(loaded, folder, "state_laws", sheet(*rows))
        assert [(fault.line, fault.column, fault.cure) for fault in review.refused] == [
            (2, "reviewed_on", "2027-11-23 is still to come. Write the day it was compared."),
            (3, "law_id", "Fill in law_id: it says which row is meant."),
        ]

    def test_with_one_bad_row_nothing_is_taken_unless_it_is_left_out(self, loaded, folder):
        token, _ = upload(loaded, folder, "state_laws", sheet(*self.ROWS))
        refused = take_upload(loaded, folder, ADA, token, NOW, leave_out=False)
        assert refused is not None
        assert review_draft(loaded, folder, ADA, NOW).changes == ()
        assert take_upload(loaded, folder, ADA, token, NOW, leave_out=True) is None
        assert isinstance(publish(loaded, folder), Published)
        assert cells_of(loaded, "state_laws", LAW)["wording"] == "Another wording."
        with pytest.raises(NotOnFile):
            review_upload(loaded, folder, ADA, token, NOW)

    def test_a_row_that_needs_a_refused_one_is_refused_with_it(self, loaded, folder):
        rows = [
            {"price_id": "example-1", "conflicts_with": ""},
            {"price_id": "example-2", "conflicts_with": "example-1", **_price()},
        ]
        _, review = upload(loaded, folder, "prices", sheet(*rows))
        assert {fault.line for fault in review.refused} == {2, 3}
        assert review.changes == ()

    def test_clinics_get_their_zip_mended_and_are_checked_like_an_import(self, loaded, folder):
        content = sheet({**NEW_CLINIC, "zip": "2134"}, {"clinic_code": GILBERT, "slug": "another"})
        _, review = upload(loaded, folder, "locations", content)
        assert [change.after["zip"] for change in review.changes] == ["02134"]
        assert [(fault.line, fault.column) for fault in review.refused] == [(3, "slug")]
        assert "was read as 02134" in review.notes[0].words

    def test_a_character_that_no_database_keeps_is_refused(self, loaded, folder):
        _, review = upload(loaded, folder, "state_laws", sheet({"law_id": LAW, "wording": "a\0b"}))
        assert [(fault.line, fault.column) for fault in review.refused] == [(2, "wording")]

    def test_a_file_that_is_no_table_is_refused_whole(self, loaded):
        with pytest.raises(DataFault, match="law_id"):
            receive_upload(loaded, ADA, "state_laws", "a.csv", b"colour\nred\n", NOW)


class TestWhoSentIt:
    def test_nobody_else_sees_or_takes_it(self, loaded, folder):
        token, _ = upload(loaded, folder, "state_laws", sheet(*TestDryRun.ROWS))
        with pytest.raises(NotOnFile):
            review_upload(loaded, folder, "ben", token, NOW)
        forget_upload(loaded, "ben", token)
        assert review_upload(loaded, folder, ADA, token, NOW).rows_refused == 2


def _price():
    return {
        "treatment": "kap", "line_kind": "visit", "bill_part": "whole", "setting": "office", "payer_class": "self_pay",
        "kind": "self_pay", "unit": "per_session", "low_cents": "1", "high_cents": "1", "use": "yes",
        "said_by": "somebody", "source_title": "x", "reviewed_on": "2026-11-22", "confidence": "high",
    }  # fmt: skip


def test_loading_the_files_again_keeps_what_was_uploaded(loaded, folder):
    token, _ = upload(loaded, folder, "state_laws", sheet({"law_id": LAW, "wording": "Ours."}))
    take_upload(loaded, folder, ADA, token, NOW, leave_out=False)
    publish(loaded, folder)
    load_data(loaded, folder, take_files=False)
    assert cells_of(loaded, "state_laws", LAW)["wording"] == "Ours."
