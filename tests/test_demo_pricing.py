"""The amounts of the demonstration's lines, on worked examples."""

from datetime import date

import pytest

from portal.demo.catalogue import acts
from portal.demo.pricing import Insured, Ledger, price

DAY = date(2026, 11, 2)
ADULT, CHILD = 1986, 2016


def amounts(
    code: str,
    plan: str,
    *,
    quantity: int = 1,
    expense: int | None = None,
    born: int = ADULT,
    used: dict[str, int] | None = None,
) -> tuple[int, int, int]:
    ledger = Ledger()
    for name, amount in (used or {}).items():
        ledger.used[DAY.year, name] = amount
    found = price(acts()[code], quantity, DAY, Insured(plan, born), ledger, expense)
    return found.ro, found.rc, found.remaining


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(amounts("G", "eco"), (19_00, 9_00, 2_00), id="generalist"),
        pytest.param(amounts("G", "eco", born=CHILD), (21_00, 9_00, 0), id="child of ten"),
        pytest.param(
            amounts("G", "eco", used={"participation": 49_00}), (20_00, 9_00, 1_00), id="cap near"
        ),
        pytest.param(
            amounts("GYN", "confort", expense=60_00), (26_00, 32_00, 2_00), id="above the base"
        ),
        pytest.param(amounts("CSN", "confort"), (14_10, 13_80, 32_10), id="non OPTAM"),
        pytest.param(amounts("MK", "eco"), (9_74, 7_16, 1_00), id="physiotherapy"),
        pytest.param(amounts("PH2", "eco"), (0, 2_55, 45), id="franchise above the refund"),
        pytest.param(amounts("HBLD634", "eco"), (72_00, 428_00, 0), id="100 % Santé crown"),
        pytest.param(
            amounts("IMP", "entreprise", used={"implant": 300_00}),
            (0, 200_00, 1_000_00),
            id="yearly balance",
        ),
        pytest.param(
            amounts("AUD2", "premium", expense=2_500_00),
            (240_00, 1_460_00, 800_00),
            id="hearing aid, ceiling of the contract",
        ),
        pytest.param(
            amounts("FJH", "eco", quantity=4, expense=92_00), (0, 92_00, 0), id="daily charge"
        ),
        pytest.param(
            amounts("OST", "confort", used={"osteopathie": 4}), (0, 0, 60_00), id="no session left"
        ),
    ],
)
def test_each_one_pays_the_share_of_the_worked_example(
    found: tuple[int, int, int], expected: tuple[int, int, int]
) -> None:
    assert found == expected


def test_with_a_long_illness_the_assurance_maladie_pays_all_but_the_deduction() -> None:
    insured = Insured("eco", ADULT, long_illness=True)
    found = price(acts()["MK"], 1, DAY, insured, Ledger())
    assert (found.ro, found.rc, found.remaining) == (16_90, 0, 1_00)


def test_a_heavy_act_leaves_its_fixed_share_to_the_mutuelle() -> None:
    found = price(acts()["BFGA004"], 1, DAY, Insured("confort", ADULT), Ledger())
    assert (found.ro, found.rc, found.remaining) == (239_70, 160_30, 0)
