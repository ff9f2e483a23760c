"""Banners at the top of every page: what the staff put up, and what everybody sees."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, or_, select
from sqlmodel import Session, col

from portal.domain.actors import Actor, Role
from portal.domain.banners import LONGEST_TEXT, BannerLine, Level, Moment
from portal.domain.errors import InvalidInput, NotAllowed, NotFound
from portal.domain.text import tidy
from portal.models.banners import Banner
from portal.services import audit
from portal.services.rights import require_staff
from portal.services.turns import one_at_a_time

LISTED = 30
_MISSING = "Ce bandeau n’existe pas."

_banner = Banner.__table__  # pyright: ignore[reportAttributeAccessIssue] - made by SQLModel
_COLUMNS = (
    _banner.c.id,
    _banner.c.text,
    _banner.c.level,
    _banner.c.starts_at,
    _banner.c.ends_at,
    _banner.c.withdrawn_at,
)


_STANDING = (
    select(*_COLUMNS)
    .where(
        _banner.c.withdrawn_at.is_(None),
        or_(_banner.c.ends_at.is_(None), _banner.c.ends_at > bindparam("now")),
    )
    .order_by(_banner.c.starts_at.desc(), _banner.c.id.desc())
)


def standing_banners(*, session: Session | Connection, now: datetime) -> tuple[BannerLine, ...]:
    """Those that show or will, the gravest first: one short statement, for whoever asks."""
    ranks = list(Level)
    lines = [_line(*row) for row in session.execute(_STANDING, {"now": now})]
    return tuple(sorted(lines, key=lambda line: -ranks.index(line.level)))


def list_banners(*, session: Session, actor: Actor) -> list[BannerLine]:
    """For managers: the thirty that were put up last, whatever became of them."""
    require_staff(actor, Role.MANAGER)
    rows = session.execute(
        select(*_COLUMNS).order_by(_banner.c.starts_at.desc(), _banner.c.id.desc()).limit(LISTED)
    )
    return [_line(*row) for row in rows]


def put_up_banner(
    *,
    session: Session,
    actor: Actor,
    now: datetime,
    text: str,
    level: Level,
    starts_at: datetime | None,
    ends_at: datetime | None,
) -> int:
    """Show a sentence on every page, from ``starts_at`` (or now) on; return its number.

    The same one sent twice is one. Raises ``NotAllowed`` below a manager, ``InvalidInput``.
    """
    staff = require_staff(actor, Role.MANAGER)
    text, starts_at = _checked_text(text), starts_at or now
    if ends_at is not None and ends_at <= max(starts_at, now):
        raise InvalidInput("ends", "La fin doit être dans le futur, et après le début.")
    one_at_a_time(session, "banners")
    same = select(col(Banner.id)).where(
        col(Banner.text) == text,
        col(Banner.level) == level,
        col(Banner.withdrawn_at).is_(None),
        _is_not_over(now),
        col(Banner.ends_at) == ends_at if ends_at else col(Banner.ends_at).is_(None),
    )
    known = session.scalar(same)
    if known is not None:
        return known
    row = Banner(
        text=text,
        level=level,
        starts_at=starts_at,
        ends_at=ends_at,
        staff_id=staff.account_id,
        created_at=now,
    )
    session.add(row)
    session.flush()
    audit.record(
        session, "banner.put_up", at=now, account_id=staff.account_id, banner=row.id, level=level
    )
    return row.id or 0


def withdraw_banner(*, session: Session, actor: Actor, now: datetime, banner_id: int) -> None:
    """Take a banner down before its end. Raises ``NotFound`` for one that is over already."""
    staff = require_staff(actor, Role.MANAGER)
    row = _held(session, banner_id)
    if _line_of(row).moment(now) is Moment.PAST:
        raise NotFound("Ce bandeau est déjà terminé.")
    row.withdrawn_at = now
    audit.record(session, "banner.withdrawn", at=now, account_id=staff.account_id, banner=banner_id)


def put_back_banner(*, session: Session, actor: Actor, now: datetime, banner_id: int) -> None:
    """Show a withdrawn banner again. Raises ``NotAllowed`` once its own end has passed."""
    staff = require_staff(actor, Role.MANAGER)
    row = _held(session, banner_id)
    if row.ends_at is not None and row.ends_at <= now:
        raise NotAllowed("La date de fin de ce bandeau est passée\u00a0: créez-en un nouveau.")
    if row.withdrawn_at is None:
        return
    row.withdrawn_at = None
    audit.record(session, "banner.put_back", at=now, account_id=staff.account_id, banner=banner_id)


def _checked_text(text: str) -> str:
    text = tidy(text)
    if not text:
        raise InvalidInput("text", "Écrivez le texte du bandeau.")
    if len(text) > LONGEST_TEXT:
        raise InvalidInput("text", f"Le texte ne peut pas dépasser {LONGEST_TEXT} caractères.")
    return text


def _held(session: Session, banner_id: int) -> Banner:
    row = session.get(Banner, banner_id, with_for_update=True)
    if row is None:
        raise NotFound(_MISSING)
    return row


def _is_not_over(now: datetime) -> ColumnElement[bool]:
    return or_(_banner.c.ends_at.is_(None), _banner.c.ends_at > now)


def _line_of(row: Banner) -> BannerLine:
    return _line(row.id or 0, row.text, row.level, row.starts_at, row.ends_at, row.withdrawn_at)


def _line(
    id_: int,
    text: str,
    level: str,
    starts_at: datetime,
    ends_at: datetime | None,
    withdrawn_at: datetime | None,
) -> BannerLine:
    return BannerLine(id_, text, Level(level), starts_at, ends_at, withdrawn_at)
