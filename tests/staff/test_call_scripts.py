"""The script's versions and variables, and what its file may hold."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from clinicfinder.domain.call_scripts import BLOCKS, VARIABLES, ScriptBlock, blocks_in_force, filled, unknown_variables
from clinicfinder.errors import RowFault
from clinicfinder.ingest.call_scripts import SCRIPT_COLUMNS, SCRIPT_FILE, scripts_of
from clinicfinder.ingest.rows import Row, read_rows

DATA = Path(__file__).resolve().parents[2] / "data"
DAY = date(2026, 12, 1)


def block(version, first_day, text="Hello.", name="greeting"):
    return ScriptBlock(name, version, first_day, text)


class TestWhichVersionIsRead:
    OLD, NEW = block(1, DAY - timedelta(days=30)), block(2, DAY)

    @pytest.mark.parametrize(
        ("day", "version"),
        [
            pytest.param(DAY - timedelta(days=1), 1, id="the day before the change: the old one"),
            pytest.param(DAY, 2, id="the day of the change: the new one"),
            pytest.param(DAY + timedelta(days=400), 2, id="long after: still the new one"),
        ],
    )
    def test_is_the_newest_that_has_begun(self, day, version):
        assert blocks_in_force([self.NEW, self.OLD], day)["greeting"].version == version

    def test_nothing_is_read_before_the_first_day(self):
        assert blocks_in_force([self.OLD], DAY - timedelta(days=31)) == {}

    def test_blocks_come_in_the_order_of_a_call(self):
        mixed = [block(1, DAY, name=name) for name in reversed(BLOCKS)]
        assert tuple(blocks_in_force(mixed, DAY)) == BLOCKS


class TestVariables:
    def test_a_known_value_is_marked_to_stand_in_bold(self):
        pieces = filled("Call {clinic_name} now.", {"clinic_name": "Serenity"})
        assert [(piece.text, piece.is_variable) for piece in pieces] == [
            ("Call ", False), ("Serenity", True), (" now.", False),
        ]  # fmt: skip

    def test_what_is_not_known_yet_has_words_of_its_own(self):
        assert "".join(piece.text for piece in filled("Call {clinic_name}.", {"clinic_name": ""})) == "Call the clinic."

    @pytest.mark.parametrize("text", ["{phone}", "{clinic_name", "clinic_name}", "{{treatment}}", "{}"])
    def test_what_stands_for_nothing_is_found(self, text):
        assert unknown_variables(text)


def faults_of(rows):
    faults: list[RowFault] = []
    scripts_of([Row(SCRIPT_FILE, line, cells) for line, cells in enumerate(rows, 2)], faults)
    return faults


def row(**changes):
    return {"block": "greeting", "version": "1", "effective_from": "2026-11-22", "text": "Hello."} | changes


class TestTheFile:
    OTHERS = tuple(row(block=name) for name in BLOCKS if name != "greeting")

    def test_ours_is_sound_and_uses_every_variable(self):
        faults: list[RowFault] = []
        blocks = scripts_of(read_rows(DATA / SCRIPT_FILE, SCRIPT_COLUMNS, faults), faults)
        assert faults == []
        assert {name for name in VARIABLES if any(f"{{{name}}}" in one.text for one in blocks)} == set(VARIABLES)

    def test_ours_names_no_crisis_number_itself(self):
        assert not [line for line in (DATA / SCRIPT_FILE).read_text().splitlines() if "988" in line or "911" in line]

    @pytest.mark.parametrize(
        ("rows", "column"),
        [
            pytest.param([row(block="hello")], "block", id="an unknown block"),
            pytest.param([row(version="one")], "version", id="a version that is no number"),
            pytest.param([row(effective_from="")], "effective_from", id="no first day"),
            pytest.param([row(text="")], "text", id="no text"),
            pytest.param([row(text="Call {nobody}.")], "text", id="an unknown variable"),
            pytest.param([row(), row()], "version", id="a version twice"),
            pytest.param(
                [row(), row(version="2", effective_from="2026-01-01")],
                "effective_from",
                id="a newer version that begins before an older one",
            ),
        ],
    )
    def test_refuses(self, rows, column):
        assert column in {fault.column for fault in faults_of([*rows, *self.OTHERS])}

    def test_refuses_to_leave_a_block_out(self):
        (fault,) = faults_of(self.OTHERS)
        assert (fault.column, fault.value) == ("block", "greeting")
