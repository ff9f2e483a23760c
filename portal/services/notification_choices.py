"""What somebody wants to be told of, by which channel, and when they want to be left alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlmodel import Session, col

from portal.domain import audiences
from portal.domain.actors import Actor
from portal.domain.errors import InvalidInput
from portal.domain.notifications import ALWAYS_ON, Channel, Topic, is_on_by_default
from portal.domain.quiet_hours import Quiet, minute_of
from portal.models.accounts import Account
from portal.models.notifications import NotificationChoice, QuietHours
from portal.services.live import announce
from portal.services.rights import require_account
from portal.services.turns import one_at_a_time

LIVE_TOPIC = "preferences"


@dataclass(frozen=True, slots=True)
class Preferences:
    """The choices of an account, those it left alone included; ``quiet``: none unless set."""

    wanted: Mapping[tuple[Topic, Channel], bool]
    quiet: Quiet | None
    has_phone: bool


def read_preferences(*, session: Session, actor: Actor) -> Preferences:
    """Return what the actor chose, or what holds where nothing was chosen."""
    account_id = require_account(actor).account_id
    rows = session.execute(
        select(
            col(NotificationChoice.topic),
            col(NotificationChoice.channel),
            col(NotificationChoice.wanted),
        ).where(col(NotificationChoice.account_id) == account_id)
    )
    chosen = {(topic, channel): wanted for topic, channel, wanted in rows}
    hours = session.get(QuietHours, account_id)
    account = session.get(Account, account_id)
    return Preferences(
        wanted={
            (topic, channel): chosen.get((topic, channel), is_on_by_default(topic, channel))
            for topic in Topic
            for channel in Channel
        },
        quiet=Quiet(hours.starts_minute, hours.ends_minute) if hours else None,
        has_phone=account is not None and account.phone is not None,
    )


def choose(
    *, session: Session, actor: Actor, now: datetime, topic: str, channel: str, wanted: bool
) -> None:
    """Have a topic told, or not, by a channel: what was said last holds, however often.

    Raises ``InvalidInput`` for a topic or a channel there is not, and for security.
    """
    account_id = require_account(actor).account_id
    if topic not in set(Topic) or channel not in set(Channel):
        raise InvalidInput("topic", "Ce choix n’existe pas. Rechargez la page, puis réessayez.")
    if Topic(topic) in ALWAYS_ON:
        raise InvalidInput(
            "topic",
            "Les alertes de sécurité vous sont toujours envoyées\u00a0: elles protègent "
            "votre compte.",
        )
    one_at_a_time(session, f"preferences:{account_id}")
    row = session.scalar(
        select(NotificationChoice).where(
            col(NotificationChoice.account_id) == account_id,
            col(NotificationChoice.topic) == topic,
            col(NotificationChoice.channel) == channel,
        )
    )
    if wanted == is_on_by_default(Topic(topic), Channel(channel)):
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(
            NotificationChoice(account_id=account_id, topic=topic, channel=channel, wanted=wanted)
        )
    announce(session, audiences.account(account_id), LIVE_TOPIC, now=now)


def set_quiet_hours(
    *, session: Session, actor: Actor, now: datetime, starts: str, ends: str
) -> None:
    """Leave the actor alone from an hour to another, which may be past midnight.

    Raises ``InvalidInput`` unless both are times of the day (``22:30``), and not the same.
    """
    account_id = require_account(actor).account_id
    quiet = Quiet(_minute("starts", starts), _minute("ends", ends))
    if quiet.starts == quiet.ends:
        raise InvalidInput("ends", "L’heure de fin doit être différente de l’heure de début.")
    one_at_a_time(session, f"preferences:{account_id}")
    session.merge(
        QuietHours(account_id=account_id, starts_minute=quiet.starts, ends_minute=quiet.ends)
    )
    announce(session, audiences.account(account_id), LIVE_TOPIC, now=now)


def clear_quiet_hours(*, session: Session, actor: Actor, now: datetime) -> None:
    """Tell the actor at any hour again."""
    account_id = require_account(actor).account_id
    session.execute(delete(QuietHours).where(col(QuietHours.account_id) == account_id))
    announce(session, audiences.account(account_id), LIVE_TOPIC, now=now)


def _minute(field: str, text: str) -> int:
    minute = minute_of(text)
    if minute is None:
        raise InvalidInput(field, "Indiquez une heure, par exemple 22:00.")
    return minute
