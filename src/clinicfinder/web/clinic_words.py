"""What is known of a clinic, in words: how sure its treatments are, what it says of a payer, what plans usually do."""

from __future__ import annotations

from clinicfinder.domain.clinics import Clinic, InsuranceAcceptance
from clinicfinder.domain.coverage_line import CoverageLine
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.web.data_words import treatment_words
from clinicfinder.web.translation import data_text, gettext
from clinicfinder.web.wording import day_words


def evidence_words(clinic: Clinic) -> str | None:
    """The caveat of a treatment list that no source states for this very site."""
    match clinic.treatments_evidence:
        case "network":
            return gettext("Known for the network, not for this site: ask the clinic.")
        case "name_only":
            return gettext("Taken from the clinic's name only: ask the clinic.")
        case "listed":
            return None


def insurance_words(catalogue: Catalogue, clinic: Clinic, payer_code: str) -> str:
    """What is known of one payer at one clinic, with the date of the source."""
    payer = catalogue.payers[payer_code]
    row = catalogue.acceptance_of(clinic, payer_code)
    if row is None:
        return gettext("Does not say whether it takes %(payer)s. Ask the clinic.", payer=data_text(payer.name))
    return acceptance_words(row)


def acceptance_words(row: InsuranceAcceptance) -> str:
    """One acceptance row in words. A payer that a source merely lists is never said to be taken."""
    dated = row.provenance.source_date
    as_of = gettext("(as of %(day)s)", day=day_words(dated)) if dated else gettext("(source undated)")
    match row.acceptance:
        case "accepted":
            words = gettext("Says it takes %(payer)s. Call to confirm for your plan.", payer=row.listed_as)
        case "not_accepted":
            words = gettext("Says it does not take %(payer)s.", payer=row.listed_as)
        case "ask" if row.basis == "listed":
            words = gettext("Lists %(payer)s. Call to confirm.", payer=row.listed_as)
        case _:
            words = gettext("Unclear for %(payer)s. Ask the clinic.", payer=row.listed_as)
    return f"{words} {as_of}"


def coverage_words(catalogue: Catalogue, treatments: tuple[str, ...]) -> str | None:
    """The short coverage line of a card: the outlook of each chosen treatment, or None if none is known."""
    known = [(code, line) for code in treatments if (line := catalogue.coverage_line(code))]
    texts = [
        gettext(
            "%(treatment)s: %(outlook)s",
            treatment=treatment_words(catalogue.treatments[code]).short_label,
            outlook=outlook_words(line),
        )
        for code, line in known
    ]
    return " ".join(texts) or None


def outlook_words(line: CoverageLine) -> str:
    """The outlook in a sentence. "Usually" is part of every one: it is a pattern among plans, not an answer."""
    match line.outlook:
        case "usually_insured_after_prior_authorization":
            return gettext("most private plans pay for it after prior authorization.")
        case "usually_insured":
            return gettext("most private plans pay for it when their conditions are met.")
        case "usually_self_pay":
            return gettext("usually self-pay. A few plans pay for it, so ask yours.")
        case "depends_on_plan":
            return gettext("depends on the plan. Ask yours.")
