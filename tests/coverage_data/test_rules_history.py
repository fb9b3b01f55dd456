"""Where a payer changed a rule, the version of the day asked about stands, and no other."""

import pytest

from tests.coverage_data.tables import RULES, in_force, values


class TestHistory:
    @pytest.mark.parametrize(
        ("payer", "treatment", "indication", "day", "found"),
        [
            pytest.param(
                "medicaid_tx", "spravato", "trd", "2019-09-30", [],
                id="Texas: the day before it begins",
            ),
            pytest.param(
                "medicaid_tx", "spravato", "trd", "2019-10-01", ["medicaid-tx-spravato-trd-2019-10-01"],
                id="Texas: the first day, with an antidepressant",
            ),
            pytest.param(
                "medicaid_tx", "spravato", "trd", "2025-04-30", ["medicaid-tx-spravato-trd-2019-10-01"],
                id="Texas: the last day an antidepressant is demanded",
            ),
            pytest.param(
                "medicaid_tx", "spravato", "trd", "2025-05-01", ["medicaid-tx-spravato-trd-2025-05-01"],
                id="Texas: alone from this day",
            ),
            pytest.param(
                "medicaid_tx", "spravato", "trd", "2025-10-01", ["medicaid-tx-spravato-trd-2025-10-01"],
                id="Texas: psychotic features from this day",
            ),
            pytest.param(
                "medicaid_tx", "spravato", "mdd_si", "2020-12-31", [],
                id="Texas: suicidality not yet",
            ),
            pytest.param(
                "medicaid_tx", "spravato", "mdd_si", "2021-01-01", ["medicaid-tx-spravato-mdd-si-2021-01-01"],
                id="Texas: suicidality from this day",
            ),
            pytest.param(
                "hcsc", "spravato", "trd", "2025-12-31", ["hcsc-spravato-trd-before-2026"],
                id="HCSC: the last day of PHQ-9 15",
            ),
            pytest.param(
                "hcsc", "spravato", "trd", "2026-01-01", ["hcsc-spravato-trd-2026-01-01"],
                id="HCSC: PHQ-9 10 from this day",
            ),
            pytest.param(
                "tricare_west", "tms", "mdd", "2025-11-11", ["tricare-west-tms-adults-2016"],
                id="TRICARE West: adults only until this day",
            ),
            pytest.param(
                "tricare_west", "tms", "mdd", "2025-11-12",
                ["tricare-west-tms-adults-2016", "tricare-west-tms-teens-2025-11-12"],
                id="TRICARE West: teenagers from this day",
            ),
            pytest.param(
                "cigna", "tms", "mdd", "2026-03-05", ["cigna-tms-before-2026-03-06", "cigna-tms-age-15-17"],
                id="Cigna: the last day of authorization for all",
            ),
            pytest.param(
                "cigna", "tms", "mdd", "2026-03-06",
                [
                    "cigna-tms-in-network-2026-03-06",
                    "cigna-tms-out-of-network-2026-03-06",
                    "cigna-tms-age-15-17",
                ],
                id="Cigna: by network from this day",
            ),
            pytest.param(
                "medi_cal", "tms", "mdd", "2024-07-31", [],
                id="Medi-Cal: the day before TMS begins",
            ),
            pytest.param(
                "fda_label", "spravato", "trd", "2025-01-16", ["fda-spravato-trd-2019"],
                id="FDA label: the last day with an antidepressant only",
            ),
            pytest.param(
                "fda_label", "spravato", "trd", "2025-01-17", ["fda-spravato-trd-2025"],
                id="FDA label: alone from this day",
            ),
        ],
    )  # fmt: skip
    def test_finds_the_version_of_the_day(
        self, payer: str, treatment: str, indication: str, day: str, found: list[str]
    ) -> None:
        standing = [
            row["rule_id"]
            for row in RULES
            if payer in values(row["payer"])
            and treatment in values(row["treatment"])
            and indication in values(row["indication"])
            and in_force(row, day)
        ]
        assert standing == found
