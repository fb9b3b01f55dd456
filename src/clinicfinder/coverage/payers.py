"""Payers, and finding one by any of the names people call it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Payer:
    """One payer on file.

    `parent` is the code of the payer whose rules also hold for this one, less specifically.
    `behavioral_by` and `pharmacy_by` name who runs those benefits, where it is not the payer itself.
    """

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    plan_types: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    behavioral_by: str | None = None
    pharmacy_by: str | None = None


def _rank(payer: Payer, wanted: str) -> int | None:
    names = [payer.name.casefold(), payer.code.casefold(), *(alias.casefold() for alias in payer.aliases)]
    if wanted in names:
        return 0 if wanted in names[:2] else 1
    if any(name.startswith(wanted) for name in names):
        return 2
    words = wanted.split()
    if any(all(part in name.split() for part in words) for name in names):
        return 3
    return 4 if any(wanted in name for name in names) else None


def search_payers(payers: Iterable[Payer], text: str) -> tuple[Payer, ...]:
    """Payers whose name, code or alias fits `text`, exact names and then exact aliases first.

    A vendor's name (a company that runs a payer's behavioral health) is an alias of the payer whose rules it
    runs. Blank text finds every payer.
    """
    wanted = " ".join(text.split()).casefold()
    ranked = [(rank, payer) for payer in payers if (rank := _rank(payer, wanted)) is not None]
    return tuple(payer for _, payer in sorted(ranked, key=lambda hit: (hit[0], hit[1].name.casefold())))
