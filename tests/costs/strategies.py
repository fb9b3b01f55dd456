"""Plans and services of every shape, for the properties that must hold for all of them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from clinicfinder.costs.lines import Help, Service
from clinicfinder.costs.plans import CostShare, FirstVisits, MonthDay, PlanDesign, YearLimit

OPTIONS = (
    "after-deductible",
    "before-deductible",
    "deductible-waived",
    "charge",
    "no-charge",
    "no-charge-after-deductible",
)
BENEFITS = ("medical", "pharmacy", "behavioral")

either = st.booleans()
cents = st.integers(0, 3_000_00)
large_cents = st.integers(0, 20_000_00)
days = st.integers(0, 700).map(lambda number: date(2026, 1, 1) + timedelta(days=number))
resets = st.sampled_from([MonthDay(1, 1), MonthDay(7, 1), MonthDay(12, 1), MonthDay(2, 28)])


@st.composite
def year_limits(draw):
    individual = draw(st.none() | large_cents)
    family = draw(st.none() | large_cents)
    rule = "embedded" if family is None else draw(st.sampled_from(["embedded", "aggregate"]))
    return YearLimit(individual, draw(cents), family, draw(cents), rule)


@st.composite
def cost_shares(draw, counts=either):
    first = draw(
        st.none()
        | st.builds(
            FirstVisits,
            st.integers(0, 4),
            st.sampled_from(["deductible-waived", "no-charge"]),
            st.integers(0, 3),
        )
    )
    return CostShare(
        option=draw(st.sampled_from(OPTIONS)),
        copay=draw(st.just(0) | cents),
        coinsurance=draw(st.integers(0, 10_000)),
        max_coinsurance=draw(st.none() | cents),
        max_coinsurance_30_days=draw(st.none() | cents),
        first_visits=first,
        counts_to_oop=draw(counts),
    )


@st.composite
def plans(draw, counts=either):
    shares = cost_shares(counts)
    return PlanDesign(
        deductible=draw(year_limits()),
        oop_max=draw(year_limits()),
        medical=draw(shares),
        pharmacy=draw(st.none() | shares),
        behavioral=draw(st.none() | shares),
        drug_deductible=draw(st.none() | year_limits()),
        reset=draw(resets),
        network=draw(st.sampled_from(["in", "out"])),
    )


helps = st.none() | st.builds(Help, cents, st.booleans())


@st.composite
def services(draw, helped=helps):
    return Service(
        on=draw(days),
        allowed=draw(large_cents),
        benefit=draw(st.sampled_from(BENEFITS)),
        covered=draw(st.sampled_from([True, True, True, False])),
        billed=draw(st.none() | large_cents),
        help=draw(helped),
    )


courses = st.lists(services(), max_size=8)
unhelped_courses = st.lists(services(st.none()), min_size=1, max_size=8)
