"""Reading the audit log: administrators search it and take it away; nobody changes it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from sqlalchemy import ColumnElement, Select, String, cast, func, or_, select
from sqlmodel import Session, col

from portal.domain.actors import Actor, Role
from portal.domain.audit_address import AuditFilter
from portal.domain.text import storable, tidy
from portal.models.accounts import Account
from portal.models.audit import AuditEntry
from portal.models.members import Member
from portal.services import audit
from portal.services.accounts import canonical_email
from portal.services.rights import require_staff

PAGE_SIZE = 50
MOST_EXPORTED = 20_000
_BATCH = 500


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry. ``who``: the account's e-mail, with the name of staff; "" without one."""

    id: int
    at: datetime
    act: str
    who: str
    network: str
    details: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Entries, the newest first."""

    lines: tuple[AuditLine, ...]
    has_newer: bool
    has_older: bool


def search_audit(*, session: Session, actor: Actor, zone: tzinfo, wanted: AuditFilter) -> AuditPage:
    """One page of the log, for administrators; any other is refused with ``NotAllowed``.

    It goes by the numbers of the entries, so that a page costs the same however far back it is.
    """
    require_staff(actor, Role.ADMINISTRATOR)
    query = _entries(session, zone, wanted)
    number = col(AuditEntry.id)
    if wanted.after:
        rows = session.execute(
            query.where(number > wanted.after).order_by(number).limit(PAGE_SIZE + 1)
        ).all()
        shown = rows[:PAGE_SIZE][::-1]
        return AuditPage(tuple(_line(*row) for row in shown), len(rows) > PAGE_SIZE, bool(shown))
    if wanted.before:
        query = query.where(number < wanted.before)
    rows = session.execute(query.order_by(number.desc()).limit(PAGE_SIZE + 1)).all()
    lines = tuple(_line(*row) for row in rows[:PAGE_SIZE])
    return AuditPage(lines, bool(wanted.before), len(rows) > PAGE_SIZE)


def export_audit(
    *, session: Session, actor: Actor, zone: tzinfo, wanted: AuditFilter
) -> Iterator[AuditLine]:
    """All that ``wanted`` asks for, newest first, twenty thousand at most, a few at a time.

    The session must stay open until the last is read.
    """
    require_staff(actor, Role.ADMINISTRATOR)
    query = _entries(session, zone, wanted).order_by(col(AuditEntry.id).desc())
    rows = session.execute(query.limit(MOST_EXPORTED), execution_options={"yield_per": _BATCH})
    return (_line(*row) for row in rows)


def record_audit_export(
    *, session: Session, actor: Actor, now: datetime, count: int, network: str | None
) -> None:
    """Write down that so many entries leave as a file."""
    staff = require_staff(actor, Role.ADMINISTRATOR)
    audit.record(
        session,
        "audit.exported",
        at=now,
        account_id=staff.account_id,
        network=network,
        count=count,
    )


def _entries(session: Session, zone: tzinfo, wanted: AuditFilter) -> Select:
    query = (
        select(AuditEntry, col(Account.email), col(Account.staff_name))
        .outerjoin(Account, col(Account.id) == col(AuditEntry.account_id))
        .where(*_period(zone, wanted))
    )
    if wanted.act:
        query = query.where(col(AuditEntry.act) == wanted.act)
    if wanted.who:
        query = query.where(_of(session, wanted.who))
    if wanted.text:
        # Details are kept as JSON, where letters beyond ASCII are escaped: identifiers are not.
        words = tidy(wanted.text)[:80]
        inside = func.lower(cast(col(AuditEntry.details), String))
        query = query.where(inside.contains(words.lower(), autoescape=True))
    return query


def _period(zone: tzinfo, wanted: AuditFilter) -> tuple[ColumnElement[bool], ...]:
    starts = datetime.combine(wanted.since, time(), tzinfo=zone)
    ends = datetime.combine(wanted.until + timedelta(days=1), time(), tzinfo=zone)
    return col(AuditEntry.at) >= starts, col(AuditEntry.at) < ends


def _of(session: Session, who: str) -> ColumnElement[bool]:
    """Acts of an account, and acts of the staff about that member."""
    email, number = canonical_email(storable(who)), tidy(who)
    member = select(col(Member.id)).where(col(Member.number) == number)
    accounts = select(col(Account.id)).where(
        or_(col(Account.email) == email, col(Account.member_id).in_(member))
    )
    ids = list(session.scalars(accounts))
    about = cast(col(AuditEntry.details), String).contains(f'"member": "{number}"', autoescape=True)
    return or_(col(AuditEntry.account_id).in_(ids), about)


def _plain(value: object) -> str:
    if isinstance(value, list):
        return " ".join(_plain(one) for one in value)
    if isinstance(value, dict):
        return "(" + " ".join(f"{name}={one}" for name, one in value.items()) + ")"
    return str(value)


def _line(entry: AuditEntry, email: str | None, staff_name: str | None) -> AuditLine:
    who = f"{staff_name} ({email})" if staff_name else email or ""
    details = ", ".join(f"{name}={_plain(value)}" for name, value in entry.details.items())
    return AuditLine(entry.id or 0, entry.at, entry.act, who, entry.network or "", details)
