"""Reading a CSV file into rows that know where they stand."""

import pytest

from clinicfinder.errors import RowFault
from clinicfinder.ingest.rows import read_rows

COLUMNS = ("code", "notes")


def read(tmp_path, content: bytes) -> tuple[list[tuple[int, dict[str, str]]], list[RowFault]]:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    faults: list[RowFault] = []
    rows = read_rows(path, COLUMNS, faults)
    return [(row.line, dict(row.cells)) for row in rows], faults


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"code,notes\na,b\n", id="plain"),
        pytest.param(b"\xef\xbb\xbfcode,notes\na,b\n", id="with a byte order mark"),
        pytest.param(b"code,notes\r\na,b\r\n", id="with Windows line ends"),
        pytest.param(b"notes,code\nb,a", id="columns in another order, no line end"),
        pytest.param(b" code , notes\n a , b \n", id="with spaces around"),
    ],
)
def test_a_file_reads_the_same_however_it_was_saved(tmp_path, content):
    assert read(tmp_path, content) == ([(2, {"code": "a", "notes": "b"})], [])


def test_a_row_is_named_by_the_line_it_begins_on_even_after_cells_of_many_lines(tmp_path):
    rows, faults = read(tmp_path, b'code,notes\na,"one\ntwo\nthree"\n\nb,x\n')
    assert [(line, cells["code"]) for line, cells in rows] == [(2, "a"), (6, "b")]
    assert not faults


@pytest.mark.parametrize(
    ("content", "line", "column", "cure"),
    [
        pytest.param(b"", 1, "", "empty", id="nothing at all"),
        pytest.param(b"code\na\n", 1, "notes", "missing", id="a missing column"),
        pytest.param(b"code,notes,note\na,b,c\n", 1, "note", "No such column", id="a misspelled column"),
        pytest.param(b"code,notes,code\na,b,c\n", 1, "code", "twice", id="a column twice"),
        pytest.param(b"code,notes\na,b\nc,d,e\n", 3, "", "Quote cells", id="a cell too many"),
        pytest.param(b"code,notes\na\n", 2, "", "Quote cells", id="a cell too few"),
        pytest.param(b"code,notes\na,b\nc,\xe9t\xe9\n", 3, "", "UTF-8", id="another encoding"),
        pytest.param(b'code,notes\na,b\nc,"d\n', 3, "", "quotes", id="a quote that never ends"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path, content, line, column, cure):
    _, (fault,) = read(tmp_path, content)
    assert (fault.file, fault.line, fault.column) == ("table.csv", line, column)
    assert cure in fault.cure


def test_a_missing_file_is_named(tmp_path):
    faults: list[RowFault] = []
    assert read_rows(tmp_path / "networks.csv", COLUMNS, faults) == []
    assert "missing" in faults[0].cure
