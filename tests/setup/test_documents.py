"""What the documents promise is what the code has."""

import re
from pathlib import Path

import pytest

from clinicfinder.config import SETTING_NAMES

ROOT = Path(__file__).resolve().parents[2]

DOCUMENTS = ["README.md", *sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("docs/**/*.md"))]


@pytest.mark.parametrize("document", ["README.md", "docs/operations.md"])
def test_every_setting_is_documented_and_no_other(document):
    named = set(re.findall(r"\bCLINICFINDER_[A-Z_]+\b", (ROOT / document).read_text()))
    assert named == SETTING_NAMES


def test_every_make_target_in_the_readme_exists():
    targets = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)", (ROOT / "README.md").read_text()))
    assert {"run", "test", "check", "bench", "wheel"} <= named <= targets


@pytest.mark.parametrize(
    "document", ["README.md", *sorted(str(p.relative_to(ROOT)) for p in (ROOT / "docs").glob("*.md"))]
)
def test_every_link_to_a_file_leads_to_one(document):
    path = ROOT / document
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text())
    missing = [target for target in targets if not (path.parent / target).exists()]
    assert not missing
