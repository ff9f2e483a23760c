"""Whom to tell of something, and by which channels they want it."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from portal.domain.notifications import ALWAYS_ON, Channel, Topic, is_on_by_default
from portal.domain.quiet_hours import Quiet
from portal.models.accounts import Account
from portal.models.notifications import NotificationChoice, QuietHours


@dataclass(frozen=True, slots=True)
class Recipient:
    """An account to tell. ``channels``: those chosen that can reach it."""

    account_id: int
    email: str
    phone: str | None
    channels: frozenset[Channel]
    quiet: Quiet | None


def recipients_of(
    session: Session, *, account_ids: Collection[int], topic: Topic
) -> list[Recipient]:
    """How to tell these accounts of ``topic``; a closed account is told nothing.

    They cannot be deleted before the transaction ends: what is written for them stays possible.
    """
    accounts = session.execute(
        select(col(Account.id), col(Account.email), col(Account.phone))
        .where(col(Account.id).in_(account_ids), col(Account.disabled_at).is_(None))
        .with_for_update(read=True, key_share=True)
    ).all()
    chosen = _choices(session, account_ids, topic)
    hours = _quiet_hours(session, account_ids)
    return [
        Recipient(id_, email, phone, _channels(id_, phone, topic, chosen), hours.get(id_))
        for id_, email, phone in accounts
    ]


def _choices(
    session: Session, account_ids: Collection[int], topic: Topic
) -> dict[tuple[int, str], bool]:
    rows = session.execute(
        select(
            col(NotificationChoice.account_id),
            col(NotificationChoice.channel),
            col(NotificationChoice.wanted),
        ).where(
            col(NotificationChoice.account_id).in_(account_ids),
            col(NotificationChoice.topic) == topic,
        )
    )
    return {(account_id, channel): wanted for account_id, channel, wanted in rows}


def _quiet_hours(session: Session, account_ids: Collection[int]) -> dict[int, Quiet]:
    rows = session.scalars(select(QuietHours).where(col(QuietHours.account_id).in_(account_ids)))
    return {row.account_id: Quiet(row.starts_minute, row.ends_minute) for row in rows}


def _channels(
    account_id: int, phone: str | None, topic: Topic, chosen: dict[tuple[int, str], bool]
) -> frozenset[Channel]:
    wanted = {
        channel
        for channel in Channel
        if (topic in ALWAYS_ON and is_on_by_default(topic, channel))
        or (
            topic not in ALWAYS_ON
            and chosen.get((account_id, channel), is_on_by_default(topic, channel))
        )
    }
    return frozenset(wanted if phone else wanted - {Channel.SMS})
