"""What holds for each cost table: its columns, its sources, clean cells."""

from __future__ import annotations

import re
from datetime import date

import pytest
from tests.cost_data.tables import COLUMNS, PROVENANCE, header, read_table

TABLES = sorted(COLUMNS)


@pytest.mark.parametrize("table", TABLES)
class TestEveryTable:
    def test_has_exactly_the_agreed_columns(self, table):
        assert header(table) == [*COLUMNS[table].split(), *PROVENANCE]

    def test_each_row_names_title_and_address_of_its_source(self, table):
        for row in read_table(table):
            assert row["source_title"], row
            # The customer's own articles (S0 to S4) were handed over as texts and have no address.
            handed_over = re.search(r"\(S[0-4][,)]", row["source_title"]) and not row["source_url"]
            assert handed_over or row["source_url"].startswith(("https://", "http://")), row

    def test_dates_of_source_and_review_are_real_and_in_order(self, table):
        for row in read_table(table):
            reviewed = date.fromisoformat(row["reviewed_on"])
            if row["source_date"]:
                assert date.fromisoformat(row["source_date"]) <= reviewed, row

    def test_low_confidence_stands_only_where_a_row_is_never_used(self, table):
        for row in read_table(table):
            assert row["confidence"] in {"high", "medium"} or row.get("use") == "no", row

    def test_no_cell_carries_stray_spaces_or_line_breaks(self, table):
        for row in read_table(table):
            assert all(cell == " ".join(cell.split()) for cell in row.values()), row

    def test_no_two_rows_are_the_same(self, table):
        rows = [tuple(row.items()) for row in read_table(table)]
        assert len(set(rows)) == len(rows)
