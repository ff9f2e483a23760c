"""A claim filter as SQL conditions.

Conditions come in two parts: a *shape*, hashable, from which statements are built once and kept,
and the values bound at each run. Building a statement takes longer than running it.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, bindparam, extract, func, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import Integer

from portal.domain.claims_filter import ClaimFilter
from portal.domain.claims_search import SearchTerm
from portal.services.claims_columns import claim

Shape = tuple[tuple[str, ...], ...]


class position(GenericFunction[int]):  # noqa: N801 - a function's name in SQL
    """Where a text is in another, 1 for the first place, 0 for nowhere. No wildcards."""

    type = Integer()
    inherit_cache = True


@compiles(position)
def _instr(element: Any, compiler: Any, **options: Any) -> str:
    name = "instr" if compiler.dialect.name == "sqlite" else "strpos"
    return f"{name}({compiler.process(element.clauses, **options)})"


@dataclass(slots=True)
class Conditions:
    """``shape``: the kind of each condition; ``values``: what is bound, by name."""

    member_id: int
    shape: list[tuple[str, ...]] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)

    def add(self, kind: str, **values: Any) -> None:
        """Add one condition, unless one of its values is missing."""
        if all(value is not None and value != () for value in values.values()):
            self.shape.append((kind,))
            self.values.update(values)


def conditions(member_id: int, wanted: ClaimFilter, terms: tuple[SearchTerm, ...]) -> Conditions:
    """Return the conditions for the lines of one member that ``wanted`` and ``terms`` ask for."""
    found = Conditions(member_id, values={"member": member_id})
    found.add("since", since=wanted.since)
    found.add("until", until=wanted.until)
    found.add("beneficiary", beneficiary=wanted.beneficiary)
    found.add("categories", categories=wanted.categories)
    found.add("statuses", statuses=wanted.statuses)
    found.add("payee", payee=wanted.payee)
    found.add("lowest", lowest=wanted.min_cents)
    found.add("highest", highest=wanted.max_cents)
    for place, term in enumerate(terms):
        _add_term(found, f"t{place}", term)
    return found


def clauses(shape: Shape) -> list[ColumnElement[bool]]:
    """Return the SQL of a shape, the member's own lines first."""
    own = claim.member_id == bindparam("member")
    return [own, *(_SIMPLE[kind] if not rest else _term(kind, rest) for kind, *rest in shape)]


_SIMPLE: dict[str, ColumnElement[bool]] = {
    "ids": claim.id.in_(bindparam("ids", expanding=True)),
    "since": claim.care_date >= bindparam("since"),
    "until": claim.care_date <= bindparam("until"),
    "beneficiary": claim.beneficiary_rank == bindparam("beneficiary"),
    "categories": claim.category.in_(bindparam("categories", expanding=True)),
    "statuses": claim.status.in_(bindparam("statuses", expanding=True)),
    "payee": claim.payee == bindparam("payee"),
    "lowest": claim.expense_cents >= bindparam("lowest"),
    "highest": claim.expense_cents <= bindparam("highest"),
}

_AMOUNTS = (claim.expense_cents, claim.ro_cents, claim.rc_cents, claim.remaining_cents)


def _add_term(found: Conditions, name: str, term: SearchTerm) -> None:
    # The conditions on columns of the index come first: lines that hold one are settled without
    # being read.
    ways: list[str] = []
    values = found.values
    if term.ranks:
        ways.append("ranks")
        values[f"{name}_ranks"] = term.ranks
    if term.amount:
        ways.append("signed" if term.signed else "amount")
        values[f"{name}_low"], values[f"{name}_high"] = term.amount
    if term.day and term.day.period:
        ways.append("period")
        values[f"{name}_first"], values[f"{name}_last"] = term.day.period
    elif term.day:
        ways.append("month")
        values[f"{name}_month"] = term.day.month
        if term.day.day is not None:
            ways[-1] = "month_day"
            values[f"{name}_day"] = term.day.day
    ways.append("text")
    values[f"{name}_text"] = term.text
    found.shape.append((name, *ways))


def _term(name: str, ways: list[str]) -> ColumnElement[bool]:
    return or_(*(_way(name, way) for way in ways))


def _way(name: str, way: str) -> ColumnElement[bool]:
    def value(suffix: str, **options: Any) -> Any:
        return bindparam(f"{name}_{suffix}", **options)

    match way:
        case "ranks":
            return claim.beneficiary_rank.in_(value("ranks", expanding=True))
        case "amount":
            return or_(*(func.abs(c).between(value("low"), value("high")) for c in _AMOUNTS))
        case "signed":
            return or_(*(c.between(value("low"), value("high")) for c in _AMOUNTS))
        case "period":
            return claim.care_date.between(value("first"), value("last"))
        case "month":
            return extract("month", claim.care_date) == value("month")
        case "month_day":
            return and_(
                extract("month", claim.care_date) == value("month"),
                extract("day", claim.care_date) == value("day"),
            )
        case _:
            return position(claim.search_text, value("text", type_=Text)) > 0
