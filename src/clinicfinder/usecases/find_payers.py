"""Find payers by any name people say for them."""

from __future__ import annotations

from collections.abc import Iterable

from clinicfinder.domain.names import name_key
from clinicfinder.domain.reference import Payer


def find_payers(payers: Iterable[Payer], text: str | None) -> list[Payer]:
    """Payers whose name, code or alias holds the text: exact matches first, then beginnings, then the rest.

    Args: text: as typed; None or blank finds every payer, by name.
    """
    wanted = name_key(text or "")
    ordered = sorted(payers, key=lambda payer: payer.name.casefold())
    if not wanted:
        return ordered if not (text or "").strip() else []
    ranked = [(rank, payer) for payer in ordered if (rank := _rank(payer, wanted)) is not None]
    return [payer for _, payer in sorted(ranked, key=lambda pair: pair[0])]


def _rank(payer: Payer, wanted: str) -> int | None:
    names = {name_key(name) for name in (payer.name, payer.code, *payer.aliases)}
    if wanted in names:
        return 0
    if any(name.startswith(wanted) for name in names):
        return 1
    if any(f" {wanted}" in name for name in names):
        return 2
    return None
