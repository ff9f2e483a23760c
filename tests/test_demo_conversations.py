"""What the demonstration's members asked."""

from datetime import date
from pathlib import Path

from sqlalchemy import func, select
from sqlmodel import Session, col

from portal.bootstrap import Portal
from portal.demo.conversations import fill_conversations
from portal.demo.dataset import Order
from portal.demo.load import load
from portal.domain.conversations import ENOUGH_ANSWERS, Status, is_late
from portal.domain.letters import Letter
from portal.domain.notifications import Topic
from portal.models.messages import Conversation
from portal.models.notifications import Notification
from portal.models.outbox import OutboxMessage
from portal.models.surveys import SurveyAnswer


def test_the_demonstration_has_conversations_of_every_kind_and_tells_nobody(
    portal: Portal, tmp_path: Path
) -> None:
    load(portal, Order(date(2026, 11, 20)), tmp_path / "demo")
    now = portal.clock.now()

    def found(*, session: Session) -> tuple[list[Conversation], set[str]]:
        told = {
            *session.scalars(select(col(OutboxMessage.letter))),
            *session.scalars(select(col(Notification.topic))),
        }
        return list(session.scalars(select(Conversation))), told

    rows, told = portal.read(found)
    assert {row.status for row in rows} == set(Status)
    assert any(is_late(row.due_at, now) for row in rows)
    assert any(row.due_at is not None and row.due_at > now for row in rows)
    assert any(row.member_unread for row in rows)
    assert any(row.claim_id for row in rows)
    assert sum(row.answered_at is not None for row in rows) >= ENOUGH_ANSWERS
    assert all(row.last_message_at <= now for row in rows)
    assert not {Letter.MESSAGE_RECEIVED, Letter.NEWS, Topic.MESSAGE} & told
    assert portal.read(lambda *, session: session.scalar(select(func.count(col(SurveyAnswer.id)))))
    again = portal.write(
        fill_conversations, now=now, zone=portal.settings.zone, tree=portal.flows.messages
    )
    assert again == 0
