"""The proof that a message has come in."""

from datetime import datetime, tzinfo

from sqlmodel import Session

from portal.domain.conversations import promised_by
from portal.domain.letters import Letter
from portal.domain.notifications import Channel, Topic
from portal.domain.quiet_hours import quiet_until
from portal.models.messages import Conversation
from portal.services.outbox import post
from portal.services.ports import Cipher
from portal.services.recipients import recipients_of


def acknowledge(
    session: Session,
    *,
    cipher: Cipher,
    zone: tzinfo,
    now: datetime,
    conversation: Conversation,
    account_id: int | None,
) -> None:
    """Write by e-mail and by SMS that a first message has come in, whatever was chosen.

    Like all that is not about security, it waits for the end of the quiet hours.
    """
    due_at = promised_by(conversation.created_at, zone)
    values = {"reference": conversation.reference, "when": due_at.isoformat()}
    accounts = [] if account_id is None else [account_id]
    for recipient in recipients_of(session, account_ids=accounts, topic=Topic.MESSAGE):
        addresses = {Channel.EMAIL: recipient.email, Channel.SMS: recipient.phone}
        for channel, to in addresses.items():
            if to:
                post(
                    session,
                    cipher=cipher,
                    now=now,
                    key=f"conversation:{conversation.id}:received:{channel}",
                    channel=channel,
                    to=to,
                    letter=Letter.MESSAGE_RECEIVED,
                    values=values,
                    account_id=account_id,
                    not_before=quiet_until(now, recipient.quiet, zone),
                )
