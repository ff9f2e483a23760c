"""Telling somebody that something happened: the bell, and letters by the channels they chose."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlalchemy import insert, select
from sqlmodel import Session, SQLModel, col

from portal.domain import audiences
from portal.domain.letters import Letter
from portal.domain.notifications import ALWAYS_ON, TOPIC_LABELS, Channel, Topic
from portal.domain.quiet_hours import quiet_until
from portal.models.live import LiveEvent
from portal.models.notifications import Notification
from portal.models.outbox import OutboxMessage
from portal.services.live import announce
from portal.services.outbox import new_message
from portal.services.ports import Cipher
from portal.services.recipients import Recipient, recipients_of
from portal.services.turns import one_at_a_time

LIVE_TOPIC = "notifications"
_LETTERS = (Channel.EMAIL, Channel.SMS)


@dataclass(frozen=True, slots=True)
class News:
    """Something to tell an account, once for each ``key``. ``href`` is a path of the portal.

    Only the bell shows ``title`` and ``body``, to whoever is signed in: letters name the topic.
    """

    key: str
    account_id: int
    topic: Topic
    title: str
    body: str
    href: str


def ring(
    session: Session,
    *,
    now: datetime,
    key: str,
    account_id: int,
    topic: Topic,
    title: str,
    body: str,
    href: str,
) -> bool:
    """Add a line to the bell of an account, once for each ``key``; return whether it is new."""
    known = select(col(Notification.id)).where(col(Notification.key) == key)
    if session.scalar(known) is not None:
        return False
    one = News(key, account_id, topic, title, body, href)
    session.add(_line(one, now))
    announce(session, audiences.account(account_id), LIVE_TOPIC, now=now)
    return True


def notify(
    session: Session,
    *,
    cipher: Cipher,
    now: datetime,
    zone: tzinfo,
    key: str,
    account_id: int,
    topic: Topic,
    title: str,
    body: str,
    href: str,
) -> None:
    """Tell an account of something, once for each ``key``, by the channels its owner chose.

    Letters wait for the end of the quiet hours, which are in ``zone``; security does not.
    """
    one_at_a_time(session, f"notify:{key}")
    news = News(key, account_id, topic, title, body, href)
    notify_all(session, cipher=cipher, now=now, zone=zone, news=[news])


def notify_all(
    session: Session, *, cipher: Cipher, now: datetime, zone: tzinfo, news: Sequence[News]
) -> None:
    """Tell several accounts at once, in as many statements as for one; see ``notify``.

    ``news``: all of one topic, and one for each account at most.
    """
    if not news:
        return
    topic = news[0].topic
    by_account = {each.account_id: each for each in news}
    told = _already_told(session, [each.key for each in news])
    bell, letters = [], []
    for recipient in recipients_of(session, account_ids=by_account, topic=topic):
        one = by_account[recipient.account_id]
        quiet = None if topic in ALWAYS_ON else quiet_until(now, recipient.quiet, zone)
        if Channel.PORTAL in recipient.channels and one.key not in told:
            bell.append(one)
        letters += [
            _letter(cipher, now, one, recipient, channel, quiet)
            for channel in recipient.channels.intersection(_LETTERS)
            if _letter_key(one.key, channel) not in told
        ]
    _insert(session, [_line(one, now) for one in bell])
    _insert(session, [_change(one, now) for one in bell])
    _insert(session, letters)


def _insert(session: Session, rows: Sequence[SQLModel]) -> None:
    """Add rows of one table in one statement, without reading back the ids they are given."""
    if rows:
        values = [row.model_dump(exclude={"id"}) for row in rows]
        session.execute(insert(type(rows[0])), values)


def _already_told(session: Session, keys: Sequence[str]) -> set[str]:
    letters = [_letter_key(key, channel) for key in keys for channel in _LETTERS]
    bell = session.scalars(select(col(Notification.key)).where(col(Notification.key).in_(keys)))
    known = set(bell)
    outbox = select(col(OutboxMessage.key)).where(col(OutboxMessage.key).in_(letters))
    return known.union(session.scalars(outbox))


def _line(one: News, now: datetime) -> Notification:
    return Notification(
        key=one.key,
        account_id=one.account_id,
        topic=one.topic,
        title=one.title,
        body=one.body,
        href=one.href,
        created_at=now,
    )


def _change(one: News, now: datetime) -> LiveEvent:
    return LiveEvent(audience=audiences.account(one.account_id), topic=LIVE_TOPIC, at=now)


def _letter(
    cipher: Cipher,
    now: datetime,
    one: News,
    recipient: Recipient,
    channel: Channel,
    not_before: datetime | None,
) -> OutboxMessage:
    return new_message(
        cipher=cipher,
        now=now,
        key=_letter_key(one.key, channel),
        channel=channel,
        to=(recipient.phone or "") if channel is Channel.SMS else recipient.email,
        letter=Letter.NEWS,
        values={"topic_label": TOPIC_LABELS[one.topic]},
        account_id=one.account_id,
        not_before=not_before,
    )


def _letter_key(key: str, channel: Channel) -> str:
    return f"{key}:{channel}"
