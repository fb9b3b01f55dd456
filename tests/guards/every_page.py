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

FRAME_PAGES: Final = {
    "frame": "/embed/demo",
    "frame: found": "/embed/demo/clinics?near=85032&treatment=spravato",
    "frame: second page": "/embed/demo/clinics?near=85032&page=2",
    "frame: nothing fits": "/embed/demo/clinics?near=85032&network=tms-arkansas&telehealth=true",
    "frame: ambiguous": "/embed/demo/clinics?near=Springfield",
    "frame: not found": "/embed/demo/clinics?near=Barooklyn",
    "frame: street address": "/embed/demo/clinics?near=1501+N+Gilbert+Rd,+Gilbert+AZ+85234",
    "frame: refused form": "/embed/demo/clinics?near=85032&radius=7",
    "frame: crisis": "/embed/demo/clinics?near=I+want+to+die",
    "frame: clinic": "/embed/demo/clinics/az/phoenix/serenity-chandler",
    "frame: clinic with insurance": (
        "/embed/demo/clinics/co/colorado-springs/colorado-psychiatry-solutions-kelly-johnson"
    ),
    "frame: unknown clinic": "/embed/demo/clinics/az/phoenix/nothing",
    "frame: estimate": "/embed/demo/estimate?treatment=spravato&clinic=serenity-gilbert-az",
    "frame: unknown partner": "/embed/nobody",
    "frame: unknown page": "/embed/demo/nothing",
}
"""What a partner's page shows within itself."""

PAGES: Final = (
    FINDER_PAGES
    | FRAME_PAGES
    | {
        "about estimates": "/about-estimates",
        "the API": "/api",
        "treatments": "/treatments",
        "treatment": "/treatments/spravato",
        "estimate": "/estimate",
        "estimate for a treatment and a clinic": "/estimate?treatment=spravato&clinic=serenity-gilbert-az",
    }
)
