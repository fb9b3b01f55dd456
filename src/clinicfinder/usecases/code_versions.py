"""Which state of the code made a figure or a sentence: a fingerprint of the code, which nobody can forget to raise."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent.parent

_ENGINE: Final = ("units.py", "costs", "coverage", "domain/estimates.py", "usecases/estimate_care.py")
_TEXT: Final = ("web", "translations")


@cache
def engine_version() -> str:
    """What decides coverage and works out costs: the release, and a fingerprint of its code."""
    return code_version(_PACKAGE, _ENGINE)


@cache
def text_version() -> str:
    """What puts answers into words, translations included."""
    return code_version(_PACKAGE, _TEXT)


def code_version(package: Path, parts: tuple[str, ...]) -> str:
    """The release and a fingerprint of the files of these parts: it changes with any of them.

    Args: parts: files and folders inside the package; one that is not there counts as empty.
    """
    digest = hashlib.sha256()
    for part in parts:
        root = package / part
        files = [root] if root.is_file() else sorted(p for p in root.rglob("*") if p.suffix in (".py", ".po", ".mo"))
        for file in files:
            content = file.read_bytes()
            digest.update(f"{file.relative_to(package).as_posix()} {len(content)}\n".encode() + content)
    return f"{version('clinicfinder')}+{digest.hexdigest()[:12]}"
