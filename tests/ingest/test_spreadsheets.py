"""Reading tables as spreadsheets save them."""

import pytest

from clinicfinder.errors import DataFault
from clinicfinder.ingest.spreadsheet import read_sheet

COLUMNS = ("clinic_code", "zip", "notes")
ALIASES = {"zip_code": "zip", "code": "clinic_code"}


def read(content: bytes):
    return read_sheet("list.csv", content, columns=COLUMNS, needed=("clinic_code",), aliases=ALIASES)


def cells(sheet) -> list[tuple[int, dict[str, str]]]:
    return [(row.line, dict(row.cells)) for row in sheet.rows]


EXPECTED = [(2, {"clinic_code": "a-b", "zip": "02134", "notes": "café; open"})]


@pytest.mark.parametrize(
    ("content", "reading"),
    [
        pytest.param(
            "clinic_code,zip,notes\na-b,02134,café; open\n".encode(),
            "UTF-8, separated by commas",
            id="plain",
        ),
        pytest.param(
            'clinic_code;zip;notes\r\na-b;02134;"café; open"\r\n'.encode("cp1252"),
            "Windows-1252, separated by semicolons",
            id="Excel in Europe",
        ),
        pytest.param(
            'clinic_code,zip,notes\r\na-b,02134,"café; open"\r\n'.encode("utf-8-sig"),
            "UTF-8 with byte order mark, separated by commas",
            id="Excel's CSV UTF-8",
        ),
        pytest.param(
            "clinic_code\tzip\tnotes\na-b\t02134\tcafé; open\n".encode("utf-16"),
            "UTF-16, separated by tabs",
            id="Excel's Unicode text",
        ),
        pytest.param(
            "Clinic Code,ZIP code,Notes\na-b,02134,café; open\n".encode(),
            "UTF-8, separated by commas",
            id="headers as people write them",
        ),
    ],
)
def test_a_table_reads_the_same_however_it_was_saved_and_says_how(content, reading):
    sheet = read(content)
    assert cells(sheet) == EXPECTED
    assert sheet.reading == reading


def test_excels_line_that_names_the_separator_is_obeyed_and_counted():
    assert cells(read(b"sep=;\r\nclinic_code;zip\r\na-b;02134\r\n")) == [(3, {"clinic_code": "a-b", "zip": "02134"})]


def test_other_names_of_columns_are_told():
    assert read(b"Code,ZIP code\na-b,02134\n").renamed == {"Code": "clinic_code", "ZIP code": "zip"}


def test_blank_cells_that_excel_left_out_at_the_end_are_blank():
    assert cells(read(b"clinic_code,zip,notes\na-b\n")) == [(2, {"clinic_code": "a-b", "zip": "", "notes": ""})]


def test_rows_without_any_text_are_skipped():
    assert [line for line, _ in cells(read(b"clinic_code,zip\n,\n\na-b,1\n"))] == [4]


def test_a_row_with_too_many_cells_is_a_fault_of_that_row_only():
    sheet = read(b"clinic_code,zip\na-b,1,2\nc-d,3\n")
    assert [row.line for row in sheet.rows] == [3]
    (fault,) = sheet.faults
    assert (fault.line, fault.value) == (2, "a-b")


@pytest.mark.parametrize(
    ("content", "line", "column", "cure"),
    [
        pytest.param(b"", 1, "", "empty", id="nothing at all"),
        pytest.param(b"zip,notes\n1,a\n", 1, "clinic_code", "needed", id="no column to tell rows apart"),
        pytest.param(b"clinic_code,phnoe\na,b\n", 1, "phnoe", "No such column", id="a misspelled column"),
        pytest.param(b"clinic_code,zip,zip code\na,1,2\n", 1, "zip", "second zip", id="one column by two names"),
        pytest.param(b"PK\x03\x04junk", 1, "", "workbook", id="a workbook itself"),
        pytest.param(b'clinic_code,zip\na-b,"1\n', 2, "", "quotes", id="a quote that never ends"),
        pytest.param(b"clinic_code,zip\na-b,\x81\n", 2, "", "neither", id="no encoding we know"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(content, line, column, cure):
    with pytest.raises(DataFault) as caught:
        read(content)
    (fault,) = caught.value.faults
    assert (fault.file, fault.line, fault.column) == ("list.csv", line, column)
    assert cure in fault.cure
