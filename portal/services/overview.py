"""What a member sees first: what to do, what was reimbursed, what is due."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, case, func, or_, select
from sqlmodel import Session

from portal.domain.actors import Actor
from portal.domain.claims import Status
from portal.domain.claims_lines import ClaimRow
from portal.domain.errors import NotFound
from portal.models.contracts import Contract
from portal.models.contributions import Contribution
from portal.models.members import Member
from portal.services.claims import latest_claims
from portal.services.claims_columns import claim, person
from portal.services.members import MEMBER_GONE
from portal.services.rights import require_member

_LATEST = 5
_WAITING_AT_MOST = 5
_DUE_AT_MOST = 100

_member = Member.__table__  # pyright: ignore[reportAttributeAccessIssue] - made by SQLModel
_contract = Contract.__table__  # pyright: ignore[reportAttributeAccessIssue]
_due = Contribution.__table__  # pyright: ignore[reportAttributeAccessIssue]


class Block(StrEnum):
    """A part of the dashboard that can be missing while the rest is there."""

    CONTRACTS = "contracts"
    CONTRIBUTIONS = "contributions"
    LATEST = "latest"
    WAITING = "waiting"
    REIMBURSED = "reimbursed"


# What the list of things to do is made of.
TO_DO = frozenset({Block.CONTRIBUTIONS, Block.WAITING})


@dataclass(frozen=True, slots=True)
class ContractLine:
    """A contract in force, or to come, as the dashboard names it."""

    number: str
    product: str
    plan: str


@dataclass(frozen=True, slots=True)
class DueContribution:
    """One contribution to pay. ``amount_cents`` in euro cents."""

    contract_number: str
    due_on: date
    amount_cents: int


@dataclass(frozen=True, slots=True)
class WaitingClaim:
    """A line that waits for a document of the member's."""

    id: int
    act_label: str
    care_date: date


@dataclass(frozen=True, slots=True)
class Reimbursed:
    """What was paid in a period, by date of payment, in euro cents."""

    ro_cents: int
    rc_cents: int

    @property
    def total_cents(self) -> int:
        """Both parts together."""
        return self.ro_cents + self.rc_cents


@dataclass(frozen=True, slots=True)
class Overview:
    """The dashboard. ``unpaid``: the oldest first; ``waiting``: the most recent care first.

    ``missing``: the blocks that were not read; what they hold is empty.
    """

    first_name: str
    contracts: tuple[ContractLine, ...]
    beneficiaries: int
    latest: tuple[ClaimRow, ...]
    next_contribution: DueContribution | None
    unpaid: tuple[DueContribution, ...]
    waiting: tuple[WaitingClaim, ...]
    this_month: Reimbursed
    this_year: Reimbursed
    missing: frozenset[Block] = frozenset()


def member_overview(
    *, session: Session, actor: Actor, today: date, without: Collection[Block] = ()
) -> Overview:
    """Return the dashboard of the signed-in member, but for the blocks ``without`` names.

    Raises ``NotAllowed`` for anybody else, ``NotFound`` when the member is gone.
    """
    own = {"member": require_member(actor).member_id}
    who = session.execute(_WHO, own).all()
    if not who:
        raise NotFound(MEMBER_GONE)
    missing = frozenset(without)
    dues = _dues(session, own) if Block.CONTRIBUTIONS not in missing else []
    unpaid = tuple(due for status, due in dues if status == "impayee")
    coming = [due for status, due in dues if status == "a_venir" and due.due_on >= today]
    month, year = _NOTHING, _NOTHING
    if Block.REIMBURSED not in missing:
        month, year = _reimbursed(session, own, today)
    latest = ()
    if Block.LATEST not in missing:
        latest = latest_claims(session=session, actor=actor, today=today, count=_LATEST)
    return Overview(
        first_name=who[0].first_name,
        contracts=_contracts(session, own, today) if Block.CONTRACTS not in missing else (),
        beneficiaries=who[0].beneficiaries,
        latest=latest,
        next_contribution=coming[0] if coming else None,
        unpaid=unpaid,
        waiting=_waiting(session, own) if Block.WAITING not in missing else (),
        this_month=month,
        this_year=year,
        missing=missing,
    )


_NOTHING = Reimbursed(0, 0)

_WHO = select(
    _member.c.first_name,
    select(func.count())
    .where(person.member_id == bindparam("member"))
    .scalar_subquery()
    .label("beneficiaries"),
).where(_member.c.id == bindparam("member"))

_CONTRACTS = (
    select(_contract.c.number, _contract.c.product, _contract.c.plan)
    .where(
        _contract.c.member_id == bindparam("member"),
        or_(_contract.c.ends_on.is_(None), _contract.c.ends_on >= bindparam("today")),
    )
    .order_by(_contract.c.starts_on, _contract.c.number)
)

_DUES = (
    select(_due.c.status, _contract.c.number, _due.c.due_on, _due.c.amount_cents)
    .select_from(_due.join(_contract, _due.c.contract_id == _contract.c.id))
    .where(_contract.c.member_id == bindparam("member"), _due.c.status.in_(("a_venir", "impayee")))
    .order_by(_due.c.due_on, _contract.c.number)
    .limit(_DUE_AT_MOST)
)

_WAITING = (
    select(claim.id, claim.act_label, claim.care_date)
    .where(
        claim.member_id == bindparam("member"),
        claim.status == Status.AWAITING_DOCUMENTS.value,
    )
    .order_by(claim.care_date.desc(), claim.id.desc())
    .limit(_WAITING_AT_MOST)
)

_PAID_ON = func.coalesce(claim.payment_date, claim.status_date, claim.care_date)
_IN_MONTH = bindparam("month") <= _PAID_ON


def _sum_when_in_month(amount: Any) -> Any:
    return func.coalesce(func.sum(case((_IN_MONTH, amount), else_=0)), 0)


# Care is paid up to two years after it: earlier lines cannot have been paid this year.
_REIMBURSED = select(
    _sum_when_in_month(claim.ro_cents),
    _sum_when_in_month(claim.rc_cents),
    func.coalesce(func.sum(claim.ro_cents), 0),
    func.coalesce(func.sum(claim.rc_cents), 0),
).where(
    claim.member_id == bindparam("member"),
    claim.care_date >= bindparam("oldest"),
    claim.status.in_((Status.PAID.value, Status.CORRECTED.value)),
    _PAID_ON.between(bindparam("year"), bindparam("today")),
)


def _reimbursed(
    session: Session, own: dict[str, int], today: date
) -> tuple[Reimbursed, Reimbursed]:
    bounds = {
        "today": today,
        "month": today.replace(day=1),
        "year": today.replace(month=1, day=1),
        "oldest": date(max(1, today.year - 3), 1, 1),
    }
    month_ro, month_rc, year_ro, year_rc = session.execute(_REIMBURSED, {**own, **bounds}).one()
    return Reimbursed(int(month_ro), int(month_rc)), Reimbursed(int(year_ro), int(year_rc))


def _contracts(session: Session, own: dict[str, int], today: date) -> tuple[ContractLine, ...]:
    rows = session.execute(_CONTRACTS, {**own, "today": today})
    return tuple(ContractLine(*row) for row in rows)


def _dues(session: Session, own: dict[str, int]) -> list[tuple[str, DueContribution]]:
    return [(status, DueContribution(*due)) for status, *due in session.execute(_DUES, own)]


def _waiting(session: Session, own: dict[str, int]) -> tuple[WaitingClaim, ...]:
    return tuple(WaitingClaim(*row) for row in session.execute(_WAITING, own))
