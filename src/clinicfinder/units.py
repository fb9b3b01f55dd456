"""The units of this project, and the only rounding of money.

Money is whole US cents. Distances are statute miles. Shares are basis points (1/100 of a percent),
so that 12.5 % is 1250 and no float ever touches money.
"""

from __future__ import annotations

from typing import NewType

Cents = NewType("Cents", int)
Miles = NewType("Miles", float)
BasisPoints = NewType("BasisPoints", int)

WHOLE = BasisPoints(10_000)


def share_of(amount: Cents, share: BasisPoints) -> Cents:
    """The given share of an amount of money, rounded half-up to the cent once.

    Args: amount: cents, >= 0. share: basis points, 0 to 10,000.
    Returns: cents, between 0 and `amount`.
    Raises: ValueError if either lies outside its range.

    >>> share_of(Cents(1_005), BasisPoints(5_000))
    503
    >>> share_of(Cents(1_356_08), BasisPoints(2_000))
    27122
    """
    if amount < 0:
        raise ValueError(f"amount must be 0 or more, got {amount}")
    if not 0 <= share <= WHOLE:
        raise ValueError(f"share must be 0 to {WHOLE} basis points, got {share}")
    return Cents((amount * share + WHOLE // 2) // WHOLE)
