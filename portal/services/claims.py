"""Reimbursement lines as their member lists, searches and exports them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, String, bindparam, cast, func, select
from sqlalchemy.engine import Row
from sqlmodel import Session

from portal.domain.actors import Actor
from portal.domain.claims import Category, Payee, Status
from portal.domain.claims_filter import ClaimFilter, Sort
from portal.domain.claims_lines import ClaimExportRow, ClaimPage, ClaimRow, ClaimTotals
from portal.domain.claims_promise import expected_by, is_late
from portal.domain.claims_search import read_terms
from portal.domain.text import fold
from portal.services.claims_columns import (
    BENEFICIARIES,
    CLAIMS,
    CLAIMS_AND_PEOPLE,
    FAMILY,
    SAME_PERSON,
    SUMS,
    claim,
    name_of,
    person,
)
from portal.services.claims_where import Conditions, Shape, clauses, conditions
from portal.services.rights import require_member

PAGE_SIZE = 20
_EXPORT_BATCH = 500
_SUMS = len(SUMS)
_FEW = 5 * PAGE_SIZE

_ORDERS: dict[Sort, tuple[ColumnElement[Any], ...]] = {
    Sort.NEWEST: (claim.care_date.desc(), claim.id.desc()),
    Sort.OLDEST: (claim.care_date, claim.id),
    Sort.EXPENSE_DOWN: (claim.expense_cents.desc(), claim.care_date.desc(), claim.id.desc()),
    Sort.EXPENSE_UP: (claim.expense_cents, claim.care_date.desc(), claim.id.desc()),
    Sort.REMAINING_DOWN: (claim.remaining_cents.desc(), claim.care_date.desc(), claim.id.desc()),
    Sort.REMAINING_UP: (claim.remaining_cents, claim.care_date.desc(), claim.id.desc()),
}


def find_claims(*, session: Session, actor: Actor, wanted: ClaimFilter, today: date) -> ClaimPage:
    """Return one page of a member's lines, and the totals of all that ``wanted`` asks for.

    A page beyond the end is the last one. Raises ``NotAllowed`` unless a member is signed in.
    """
    found = _conditions(session, actor, wanted)
    sums = session.execute(_totals_statement(tuple(found.shape)), found.values).one()
    totals = ClaimTotals(*sums[:_SUMS])
    pages = max(1, -(-totals.count // PAGE_SIZE))
    page = min(wanted.page, pages)
    ids = sums[_SUMS] if len(sums) > _SUMS else None
    rows = _read_page(session, found, wanted.sort, page, totals.count, ids)
    shown = wanted if page == wanted.page else replace(wanted, page=page)
    return ClaimPage(tuple(_row(row, today) for row in rows), totals, shown, pages)


def _read_page(
    session: Session, found: Conditions, sort: Sort, page: int, count: int, ids: str | None
) -> Sequence[Row[Any]]:
    """Read the lines of one page. ``ids``: those of all the lines found, if a search knows them.

    What a search finds in few places is read by its ids: looking for one page of it would mean
    going through nearly all the texts a second time.
    """
    if count == 0:
        return []
    shape: Shape = tuple(found.shape)
    values = {**found.values, "skipped": (page - 1) * PAGE_SIZE, "size": PAGE_SIZE}
    if ids is not None and count <= _FEW:
        shape = (("ids",),)
        values["ids"] = [int(each) for each in ids.split(",")]
    return session.execute(_page_statement(shape, sort), values).all()


def latest_claims(
    *, session: Session, actor: Actor, today: date, count: int = 5
) -> tuple[ClaimRow, ...]:
    """Return a member's ``count`` most recent lines. Raises ``NotAllowed`` for anybody else."""
    values = {"member": require_member(actor).member_id, "skipped": 0, "size": count}
    rows = session.execute(_page_statement((), Sort.NEWEST), values)
    return tuple(_row(row, today) for row in rows)


def stream_claims(
    *, session: Session, actor: Actor, wanted: ClaimFilter
) -> Iterator[ClaimExportRow]:
    """Return all the lines that ``wanted`` asks for, in its order, read a few at a time.

    The session must stay open until the last is read. Raises ``NotAllowed`` at once unless a
    member is signed in.
    """
    found = _conditions(session, actor, wanted)
    statement = _export_statement(tuple(found.shape), wanted.sort)
    rows = session.execute(statement, found.values, execution_options={"yield_per": _EXPORT_BATCH})
    return (_export_row(row) for row in rows)


def _conditions(session: Session, actor: Actor, wanted: ClaimFilter) -> Conditions:
    member_id = require_member(actor).member_id
    names: dict[int, str] = {}
    if wanted.text:
        people = session.execute(FAMILY, {"member": member_id})
        names = {rank: fold(f"{first} {last} {first}") for rank, first, last in people}
    return conditions(member_id, wanted, read_terms(wanted.text, names))


@lru_cache(maxsize=512)
def _totals_statement(shape: Shape) -> Select[*tuple[Any, ...]]:
    searches = any(len(kind) > 1 for kind in shape)
    ids = [func.aggregate_strings(cast(claim.id, String), ",")] if searches else []
    return select(*SUMS, *ids).where(*clauses(shape))


@lru_cache(maxsize=512)
def _page_statement(shape: Shape, sort: Sort) -> Select[*tuple[Any, ...]]:
    # The page is found within the index first, then its few lines are read whole: sorting or
    # skipping whole lines costs several times more.
    order = _ORDERS[sort]
    page = (
        select(claim.id)
        .where(*clauses(shape))
        .order_by(*order)
        .limit(bindparam("size"))
        .offset(bindparam("skipped"))
        .subquery()
    )
    joined = page.join(CLAIMS, claim.id == page.c.id).outerjoin(BENEFICIARIES, SAME_PERSON)
    return select(*_ROW_COLUMNS).select_from(joined).order_by(*order)


@lru_cache(maxsize=128)
def _export_statement(shape: Shape, sort: Sort) -> Select[*tuple[Any, ...]]:
    return (
        select(*_EXPORT_COLUMNS)
        .select_from(CLAIMS_AND_PEOPLE)
        .where(*clauses(shape))
        .order_by(*_ORDERS[sort])
    )


_ROW_COLUMNS = (
    claim.id,
    claim.line_number,
    claim.care_date,
    claim.act_label,
    claim.category,
    claim.beneficiary_rank,
    person.first_name,
    claim.practitioner,
    claim.expense_cents,
    claim.ro_cents,
    claim.rc_cents,
    claim.remaining_cents,
    claim.payee,
    claim.status,
    claim.status_date,
    claim.payment_date,
    claim.origin_line_number,
)

_EXPORT_COLUMNS = (
    claim.care_date,
    person.first_name,
    person.last_name,
    claim.act_code,
    claim.act_label,
    claim.category,
    claim.practitioner,
    claim.specialty,
    claim.quantity_hundredths,
    claim.expense_cents,
    claim.base_cents,
    claim.ro_cents,
    claim.rc_cents,
    claim.deduction_cents,
    claim.remaining_cents,
    claim.payee,
    claim.status,
    claim.status_date,
    claim.payment_date,
    claim.payment_reference,
    claim.line_number,
    claim.origin_line_number,
    claim.rejection_reason,
)


def _row(row: Row[Any], today: date) -> ClaimRow:
    id_, number, on, act, category, rank, first, practitioner, *rest = tuple(row)
    expense, ro, rc, remaining, payee, code, since, paid_on, origin = rest
    status = Status(code)
    by = expected_by(status, since or paid_on or on)
    return ClaimRow(
        id=id_,
        line_number=number,
        care_date=on,
        act_label=act,
        category=Category(category),
        beneficiary_rank=rank,
        beneficiary=first or "",
        practitioner=practitioner,
        expense_cents=expense,
        ro_cents=ro,
        rc_cents=rc,
        remaining_cents=remaining,
        payee=Payee(payee) if payee else None,
        status=status,
        status_date=since,
        payment_date=paid_on,
        is_correction=origin is not None,
        expected_by=by,
        is_late=is_late(status, by, today),
    )


def _export_row(row: Row[Any]) -> ClaimExportRow:
    on, first, last, code, label, category, practitioner, specialty, *figures = tuple(row)
    quantity, expense, base, ro, rc, deduction, remaining, payee, status, *rest = figures
    status_date, payment_date, reference, number, origin, reason = rest
    return ClaimExportRow(
        care_date=on,
        beneficiary=name_of(first, last),
        act_code=code,
        act_label=label,
        category=Category(category),
        practitioner=practitioner or "",
        specialty=specialty or "",
        quantity_hundredths=quantity,
        expense_cents=expense,
        base_cents=base,
        ro_cents=ro,
        rc_cents=rc,
        deduction_cents=deduction,
        remaining_cents=remaining,
        payee=Payee(payee) if payee else None,
        status=Status(status),
        status_date=status_date,
        payment_date=payment_date,
        payment_reference=reference or "",
        line_number=number,
        origin_line_number=origin or "",
        rejection_reason=reason or "",
    )
