"""How good the data is: what is missing, how sure and how old the rest is, and how that changes from day to day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from sqlalchemy import Engine

from clinicfinder.domain.provenance import Provenance
from clinicfinder.domain.review_order import REVIEW_AFTER
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.store.quality_counts import (
    QualityCount,
    has_quality_counts,
    read_quality_counts,
    store_quality_counts,
)

KEPT_IN_VIEW: Final = timedelta(days=92)
"""How far back the page looks: a quarter."""

_AGES: Final = (90, 180, 365)


@dataclass(frozen=True, slots=True)
class QualityReport:
    """Today's counts, and for each measure its count on each earlier day that was recorded, in order of days."""

    today: date
    counts: Sequence[QualityCount]
    history: Mapping[str, Sequence[tuple[date, int]]]


def quality_counts(catalogue: Catalogue, today: date) -> list[QualityCount]:
    """Every count of one state of the data on one day."""
    return [
        *_clinic_counts(catalogue),
        *_insurance_counts(catalogue, today),
        *_payer_counts(catalogue),
        *_fact_counts("rules", [r.provenance for r in catalogue.estimates.book.rules if not r.ended_by(today)], today),
        *_fact_counts("prices", [price.provenance for price in catalogue.estimates.prices if price.use], today),
    ]


def record_quality(engine: Engine, catalogue: Catalogue, moment: datetime) -> Sequence[QualityCount]:
    """Keep today's counts, in the place of any that were kept today. Days are days in UTC."""
    today = moment.astimezone(UTC).date()
    counts = quality_counts(catalogue, today)
    with engine.begin() as connection:
        store_quality_counts(connection, today, counts)
    return counts


def quality_report(engine: Engine, catalogue: Catalogue, moment: datetime) -> QualityReport:
    """Today's counts and those of earlier days. The first look of a day keeps the day's counts."""
    today = moment.astimezone(UTC).date()
    with engine.connect() as connection:
        is_recorded = has_quality_counts(connection, today)
        kept = read_quality_counts(connection, today - KEPT_IN_VIEW)
    if not is_recorded:
        record_quality(engine, catalogue, moment)
    history: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for day, each in kept:
        if day < today:
            history[each.measure].append((day, each.count))
    return QualityReport(today, quality_counts(catalogue, today), history)


def _clinic_counts(catalogue: Catalogue) -> Iterable[QualityCount]:
    public = catalogue.index.clinics
    evidence = Counter(clinic.treatments_evidence for clinic in public)
    counted = {
        "clinics.no_hours": sum(not clinic.hours for clinic in public),
        "clinics.no_phone": sum(not clinic.phone for clinic in public),
        "clinics.zip_point": sum(clinic.geo_precision == "zip" for clinic in public),
        "clinics.treatments_network": evidence["network"],
        "clinics.treatments_name_only": evidence["name_only"],
        "clinics.no_insurance": sum(not catalogue.insurance[clinic.clinic_code] for clinic in public),
    }
    yield from (QualityCount(name, count, len(public)) for name, count in counted.items())
    unverified = sum(clinic.status == "unverified" for clinic in catalogue.clinics.values())
    yield QualityCount("clinics.unverified", unverified, len(catalogue.clinics))


def _insurance_counts(catalogue: Catalogue, today: date) -> Iterable[QualityCount]:
    rows = {row for clinic in catalogue.index.clinics for row in catalogue.insurance[clinic.clinic_code]}
    stale = sum(row.provenance.reviewed_on + REVIEW_AFTER["insurance"] <= today for row in rows)
    yield QualityCount("insurance.unresolved", sum(row.acceptance == "ask" for row in rows), len(rows))
    yield QualityCount("insurance.due", stale, len(rows))


def _payer_counts(catalogue: Catalogue) -> Iterable[QualityCount]:
    """A payer that runs under a parent's rules has rules of its own."""
    book = catalogue.estimates.book
    ruled = {rule.payer for rule in book.rules}
    without = [code for code in catalogue.payers if not ruled.intersection((code, *book.lineage(code)))]
    yield QualityCount("payers.no_rule", len(without), len(catalogue.payers))


def _fact_counts(what: str, sources: Sequence[Provenance], today: date) -> Iterable[QualityCount]:
    sure = Counter(source.confidence for source in sources)
    for confidence in ("medium", "typical", "low"):
        yield QualityCount(f"{what}.{confidence}", sure[confidence], len(sources))
    for days in _AGES:
        older = sum((today - source.reviewed_on).days > days for source in sources)
        yield QualityCount(f"{what}.older_than_{days}", older, len(sources))
