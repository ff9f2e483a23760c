"""Reimbursements of a year in figures, and what the list's filter can offer."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, extract, select
from sqlmodel import Session

from portal.domain.actors import Actor
from portal.domain.claims import Category, Status
from portal.domain.claims_filter import period_of
from portal.domain.claims_lines import (
    BeneficiaryChoice,
    ClaimChoices,
    ClaimTotals,
    YearlySummary,
)
from portal.services.claims_columns import FAMILY, SUMS, claim, name_of
from portal.services.rights import require_member

_OWN = claim.member_id == bindparam("member")
_YEAR = extract("year", claim.care_date)
_MONTH = extract("month", claim.care_date)

_YEARS = select(_YEAR).where(_OWN).distinct()
_BY_MONTH_AND_CATEGORY = (
    select(_MONTH, claim.category, *SUMS)
    .where(_OWN, claim.care_date.between(bindparam("first"), bindparam("last")))
    .group_by(_MONTH, claim.category)
)
_PRESENT = select(_YEAR, claim.category, claim.status).where(_OWN).distinct()


def yearly_summary(*, session: Session, actor: Actor, year: int) -> YearlySummary:
    """Return a year's sums by category and by month, by date of care.

    A year that does not exist in the calendar is empty. Raises ``NotAllowed`` unless a member is
    signed in.
    """
    member = {"member": require_member(actor).member_id}
    years = _newest_first(session.execute(_YEARS, member).scalars())
    rows: list[Any] = []
    if type(year) is int and 1 <= year <= 9999:
        first, last = period_of(year)
        period = {**member, "first": first, "last": last}
        rows = [*session.execute(_BY_MONTH_AND_CATEGORY, period)]
    months = {int(month) for month, *_ in rows}
    used = {Category(category) for _, category, *_ in rows}
    return YearlySummary(
        year=year,
        totals=_sum(sums for _, _, *sums in rows),
        by_category=tuple(
            (category, _sum(sums for _, code, *sums in rows if code == category))
            for category in Category
            if category in used
        ),
        by_month=tuple(
            (month, _sum(sums for of, _, *sums in rows if of == month) if month in months else _NIL)
            for month in range(1, 13)
        ),
        years=years,
    )


def claim_choices(*, session: Session, actor: Actor) -> ClaimChoices:
    """Return what the filter's menus offer. Raises ``NotAllowed`` unless a member is signed in."""
    member = {"member": require_member(actor).member_id}
    present = session.execute(_PRESENT, member).all()
    people = session.execute(FAMILY, member).all()
    categories = {category for _, category, _ in present}
    statuses = {status for _, _, status in present}
    return ClaimChoices(
        years=_newest_first(year for year, _, _ in present),
        beneficiaries=tuple(
            BeneficiaryChoice(rank, name_of(first, last)) for rank, first, last in people
        ),
        categories=tuple(category for category in Category if category in categories),
        statuses=tuple(status for status in Status if status in statuses),
    )


_NIL = ClaimTotals()


def _sum(rows: Iterable[Iterable[Any]]) -> ClaimTotals:
    return ClaimTotals(*(int(sum(column)) for column in zip(*rows, strict=True)))


def _newest_first(years: Iterable[Any]) -> tuple[int, ...]:
    return tuple(sorted({int(year) for year in years}, reverse=True))
