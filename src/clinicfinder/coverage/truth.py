"""Three-valued logic after Kleene: what is not known is never taken for a yes or a no."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Truth(StrEnum):
    """The state of a statement about a person. The values are the words of the public API."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


def truth_of(value: bool) -> Truth:
    """A plain yes or no as one of the three values."""
    return Truth.MET if value else Truth.NOT_MET


def negated(value: Truth) -> Truth:
    """NOT: unknown stays unknown.

    >>> negated(Truth.UNKNOWN), negated(Truth.MET)
    (<Truth.UNKNOWN: 'unknown'>, <Truth.NOT_MET: 'not_met'>)
    """
    if value is Truth.UNKNOWN:
        return value
    return Truth.NOT_MET if value is Truth.MET else Truth.MET


def all_of(values: Iterable[Truth]) -> Truth:
    """AND: one known "no" decides, whatever else is unknown. No statements at all are met.

    >>> all_of([Truth.UNKNOWN, Truth.NOT_MET])
    <Truth.NOT_MET: 'not_met'>
    >>> all_of([Truth.UNKNOWN, Truth.MET])
    <Truth.UNKNOWN: 'unknown'>
    """
    result = Truth.MET
    for value in values:
        if value is Truth.NOT_MET:
            return value
        if value is Truth.UNKNOWN:
            result = value
    return result


def any_of(values: Iterable[Truth]) -> Truth:
    """OR: one known "yes" decides, whatever else is unknown. No statements at all are not met.

    >>> any_of([Truth.UNKNOWN, Truth.MET])
    <Truth.MET: 'met'>
    >>> any_of([Truth.UNKNOWN, Truth.NOT_MET])
    <Truth.UNKNOWN: 'unknown'>
    """
    result = Truth.NOT_MET
    for value in values:
        if value is Truth.MET:
            return value
        if value is Truth.UNKNOWN:
            result = value
    return result
