"""One address of every kind of answer the public site gives, for guards that look at all of them."""

from typing import Final

FINDER_PAGES: Final = {
    "home": "/",
    "found": "/clinics?near=85032",
    "found with a treatment": "/clinics?near=85032&treatment=spravato&treatment=tms",
    "found with a payer": "/clinics?near=85032&payer=aetna",
    "approximate": "/clinics?near=02634",
    "none nearby": "/clinics?near=10001&radius=10&treatment=tms&network=tms-arkansas",
    "nothing fits": "/clinics?near=85032&network=tms-arkansas&telehealth=true",
    "second page": "/clinics?near=85032&page=2",
    "past the last page": "/clinics?near=85032&page=9999",
    "ambiguous": "/clinics?near=Springfield",
    "military": "/clinics?near=09012",
    "outside the area": "/clinics?near=Toronto,+ON",
    "not found": "/clinics?near=Barooklyn",
    "invalid": "/clinics?near=2634",
    "blank": "/clinics",
    "street address": "/clinics?near=1501+N+Gilbert+Rd,+Gilbert+AZ+85234",
    "refused form": "/clinics?near=85032&radius=7",
    "crisis": "/clinics?near=I+want+to+die",
    "clinic": "/clinics/az/phoenix/serenity-chandler",
    "clinic with insurance": "/clinics/co/colorado-springs/colorado-psychiatry-solutions-kelly-johnson",
    "city": "/clinics/az/phoenix",
    "state": "/clinics/az",
    "all states": "/clinics/all",
    "about": "/about",
    "unknown page": "/nothing",
}

PAGES: Final = FINDER_PAGES | {
    "about estimates": "/about-estimates",
    "the API": "/api",
    "treatments": "/treatments",
    "treatment": "/treatments/spravato",
    "estimate": "/estimate",
    "estimate for a treatment and a clinic": "/estimate?treatment=spravato&clinic=serenity-gilbert-az",
}
