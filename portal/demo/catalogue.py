"""The priced acts and the plans' guarantees of the demonstration, read from two small tables.

``certainty`` tells figures found in a public source (S) from those still to be verified (K).
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal.domain.claims import Category

_HERE = Path(__file__).parent
PLANS = {
    "eco": "Éco",
    "confort": "Confort",
    "premium": "Premium",
    "senior": "Senior",
    "entreprise": "Entreprise",
}


@dataclass(frozen=True, slots=True)
class Act:
    """One act. ``base`` is None when the price itself is the base; money in euro cents."""

    code: str
    label: str
    category: Category
    base: int | None
    rate: int
    deduction: str
    price: int
    specialty: str
    guarantee: str


@dataclass(frozen=True, slots=True)
class Guarantee:
    """What a plan pays: ``kind`` is percent (of the base), full, or a sum by unit, line or year.

    ``value`` is a percentage, or euro cents with the part of the Assurance Maladie included.
    """

    kind: str
    value: int
    yearly_units: int | None


def cents(amount: str) -> int:
    """Return the euro cents of ``amount``, written ``12`` or ``12.34``."""
    euros, _, rest = amount.partition(".")
    return int(euros) * 100 + int(rest.ljust(2, "0") or 0)


@cache
def acts() -> dict[str, Act]:
    """The acts by code."""
    return {
        row["code"]: Act(
            code=row["code"],
            label=row["label"],
            category=Category(row["category"]),
            base=None if row["base"] == "price" else cents(row["base"]),
            rate=int(row["rate"]),
            deduction=row["deduction"],
            price=cents(row["price"]),
            specialty=row["specialty"],
            guarantee=row["guarantee"],
        )
        for row in _rows("acts.csv")
    }


@cache
def guarantees() -> dict[tuple[str, str], Guarantee]:
    """The guarantees by plan and key."""
    return {
        (plan, row["key"]): Guarantee(
            kind=row["kind"],
            value=int(row[plan] or 0) * (1 if row["kind"] == "percent" else 100),
            yearly_units=int(row["yearly_units"]) if row["yearly_units"] else None,
        )
        for row in _rows("guarantees.csv")
        for plan in PLANS
    }


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")
