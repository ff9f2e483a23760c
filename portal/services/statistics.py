"""How members are answered, in figures, for managers.

Counts are made by the database. Delays, which are in working hours, are those of the twenty
thousand most recent answers of the period at most: beyond, a percentile changes no more.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from sqlalchemy import case, func, select
from sqlmodel import Session, col

from portal.domain import bookings
from portal.domain.actors import Actor, Role
from portal.domain.conversations import Author, Status, promised_by
from portal.domain.errors import InvalidInput
from portal.domain.statistics import PERIODS, Bucket, WorkingHours, buckets, percentile, share_of
from portal.domain.surveys import SCORES
from portal.models.bookings import Booking
from portal.models.help_opinions import HelpOpinion
from portal.models.messages import Conversation, Message, ServiceOffer
from portal.models.surveys import SurveyAnswer
from portal.services.rights import require_staff

SAMPLE = 20_000
_LISTED = 10


@dataclass(frozen=True, slots=True)
class Delays:
    """How long first answers took, in working hours. ``late``: percent past the promised date."""

    count: int
    median: float | None
    nine_in_ten: float | None
    late: int | None
    is_sample: bool


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """``by_score``: how many answers of 1 to 5; ``solved``: percent who say it is settled."""

    count: int
    average_hundredths: int | None
    by_score: tuple[int, ...]
    solved: int | None


@dataclass(frozen=True, slots=True)
class OfferLine:
    """A motive for which an online service was proposed: how often, and how often it was enough."""

    motive: str
    proposed: int
    used: int


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A page of the help: how many found it of use, and how many did not."""

    slug: str
    useful: int
    useless: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """Figures of a period. ``since`` and ``until``: local days, both count."""

    since: date
    until: date
    received: int
    volume: tuple[Bucket, ...]
    waiting: int
    waiting_late: int
    delays: Delays
    satisfaction: Satisfaction
    offers: tuple[OfferLine, ...]
    offered: int
    offers_used: int
    calls: dict[str, int]
    help: tuple[HelpLine, ...]


def read_statistics(
    *, session: Session, actor: Actor, now: datetime, zone: tzinfo, days: int
) -> Statistics:
    """Figures of the last ``days`` days, today included, for managers."""
    require_staff(actor, Role.MANAGER)
    if days not in PERIODS:
        raise InvalidInput("days", "Choisissez une période.")
    until = now.astimezone(zone).date()
    since = until - timedelta(days=days - 1)
    starts = datetime.combine(since, time(), tzinfo=zone).astimezone(UTC)
    by_day = _received_by_day(session, starts, zone)
    waiting, late = _waiting(session, now)
    offers = _offers(session, starts)
    return Statistics(
        since=since,
        until=until,
        received=sum(by_day.values()),
        volume=buckets(by_day, since, until),
        waiting=waiting,
        waiting_late=late,
        delays=_delays(session, starts, until, zone),
        satisfaction=_satisfaction(session, starts),
        offers=offers[:_LISTED],
        offered=sum(line.proposed for line in offers),
        offers_used=sum(line.used for line in offers),
        calls=_calls(session, starts, now),
        help=_help(session, starts),
    )


def _received_by_day(session: Session, starts: datetime, zone: tzinfo) -> Counter[date]:
    """By hour in the database, whose days are not ours; by local day here."""
    if session.get_bind().dialect.name == "postgresql":
        hour = func.to_char(func.timezone("UTC", col(Conversation.created_at)), "YYYY-MM-DD HH24")
    else:
        hour = func.strftime("%Y-%m-%d %H", col(Conversation.created_at))
    rows = session.execute(
        select(hour, func.count()).where(col(Conversation.created_at) >= starts).group_by(hour)
    )
    days: Counter[date] = Counter()
    for text, count in rows:
        at = datetime.strptime(text, "%Y-%m-%d %H").replace(tzinfo=UTC)
        days[at.astimezone(zone).date()] += count
    return days


def _waiting(session: Session, now: datetime) -> tuple[int, int]:
    waiting = select(func.count()).where(col(Conversation.status) == Status.WAITING)
    late = waiting.where(col(Conversation.due_at) < now)
    return session.scalar(waiting) or 0, session.scalar(late) or 0


def _delays(session: Session, starts: datetime, until: date, zone: tzinfo) -> Delays:
    answer = (
        select(func.min(col(Message.created_at)))
        .where(
            col(Message.conversation_id) == col(Conversation.id),
            col(Message.author) == Author.STAFF,
        )
        .correlate(Conversation)
        .scalar_subquery()
    )
    rows = session.execute(
        select(col(Conversation.created_at), answer)
        .where(col(Conversation.created_at) >= starts, col(Conversation.answered_at).is_not(None))
        .order_by(col(Conversation.id).desc())
        .limit(SAMPLE)
    )
    pairs = [(asked, answered) for asked, answered in rows if answered is not None]
    hours = WorkingHours(starts.astimezone(zone).date(), until, zone)
    taken = sorted(hours.between(asked, answered) for asked, answered in pairs)
    late = sum(answered > promised_by(asked, zone) for asked, answered in pairs)
    return Delays(
        count=len(pairs),
        median=percentile(taken, 0.5),
        nine_in_ten=percentile(taken, 0.9),
        late=share_of(late, len(pairs)),
        is_sample=len(pairs) >= SAMPLE,
    )


def _satisfaction(session: Session, starts: datetime) -> Satisfaction:
    rows = session.execute(
        select(col(SurveyAnswer.score), col(SurveyAnswer.solved), func.count())
        .where(col(SurveyAnswer.at) >= starts)
        .group_by(col(SurveyAnswer.score), col(SurveyAnswer.solved))
    )
    scores: Counter[int] = Counter()
    settled: Counter[bool | None] = Counter()
    for score, solved, count in rows:
        scores[score] += count
        settled[solved] += count
    count = scores.total()
    points = sum(score * many for score, many in scores.items())
    return Satisfaction(
        count=count,
        average_hundredths=round(100 * points / count) if count else None,
        by_score=tuple(scores[score] for score in SCORES),
        solved=share_of(settled[True], settled[True] + settled[False]),
    )


def _offers(session: Session, starts: datetime) -> tuple[OfferLine, ...]:
    used = func.sum(case((col(ServiceOffer.outcome) == "used", 1), else_=0))
    rows = session.execute(
        select(col(ServiceOffer.motive), func.count(), used)
        .where(col(ServiceOffer.at) >= starts)
        .group_by(col(ServiceOffer.motive))
        .order_by(func.count().desc(), col(ServiceOffer.motive))
    )
    return tuple(OfferLine(motive, count, int(sum_)) for motive, count, sum_ in rows)


def _calls(session: Session, starts: datetime, now: datetime) -> dict[str, int]:
    rows = session.execute(
        select(col(Booking.status), func.count())
        .where(col(Booking.starts_at) >= starts, col(Booking.starts_at) <= now)
        .group_by(col(Booking.status))
    )
    counts = {row[0]: row[1] for row in rows}
    return {status.value: counts.get(status.value, 0) for status in bookings.Status}


def _help(session: Session, starts: datetime) -> tuple[HelpLine, ...]:
    useful = func.sum(case((col(HelpOpinion.useful), 1), else_=0))
    rows = session.execute(
        select(col(HelpOpinion.slug), useful, func.count() - useful)
        .where(col(HelpOpinion.at) >= starts)
        .group_by(col(HelpOpinion.slug))
        .order_by((func.count() - useful).desc(), useful, col(HelpOpinion.slug))
        .limit(_LISTED)
    )
    return tuple(HelpLine(slug, int(yes), int(no)) for slug, yes, no in rows)
