"""E-mail, handed over to an SMTP server."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Literal

import aiosmtplib

from portal.adapters.letters.phrases import one_line
from portal.services.ports import Attachment, NotDelivered, WrittenLetter

# For each thing said to the server; the whole is bounded by whoever delivers.
_TIMEOUT_SECONDS = 15.0
_PERMANENT = 500


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """The server that takes our e-mails. ``tls``: none, starttls (required), or tls at once."""

    host: str
    port: int
    tls: Literal["none", "starttls", "tls"] = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)


class SmtpCarrier:
    """See ``ports.Carrier``. One connection a letter: nothing is shared, nothing goes stale."""

    def __init__(self, server: SmtpServer, *, sender: str, sender_name: str, own_host: str) -> None:
        self._server = server
        self._sender = sender
        self._sender_name = one_line(sender_name)
        self._own_host = own_host

    async def carry(self, to: str, letter: WrittenLetter, *, message_id: str) -> None:
        """See ``ports.Carrier``."""
        message = self._compose(to, letter, message_id)
        server = self._server
        try:
            await aiosmtplib.send(
                message,
                sender=self._sender,
                recipients=[to],
                hostname=server.host,
                port=server.port,
                username=server.user or None,
                password=server.password or None,
                use_tls=server.tls == "tls",
                start_tls=server.tls == "starttls",
                local_hostname=self._own_host,
                timeout=_TIMEOUT_SECONDS,
            )
        except aiosmtplib.SMTPRecipientsRefused as refused:
            raise _refused(refused.recipients[0]) from None
        except (aiosmtplib.SMTPRecipientRefused, aiosmtplib.SMTPDataError) as refused:
            raise _refused(refused) from None
        except aiosmtplib.SMTPResponseException as answer:
            # Our credentials, our sender, the server itself: nothing this letter can help.
            raise NotDelivered(_said(answer)) from None
        except aiosmtplib.SMTPNotSupported:
            raise NotDelivered(
                "Le serveur de messagerie ne sait pas faire ce qu’il faut."
            ) from None
        except TimeoutError:
            raise NotDelivered("Le serveur de messagerie ne répond pas à temps.") from None
        except (aiosmtplib.SMTPException, OSError) as error:
            kind = type(error).__name__
            raise NotDelivered(f"Pas de connexion au serveur de messagerie ({kind}).") from None

    def _compose(self, to: str, letter: WrittenLetter, message_id: str) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        message["Subject"] = one_line(letter.subject)
        message["From"] = Address(self._sender_name, addr_spec=self._sender)
        message["To"] = _address(to)
        message["Date"] = format_datetime(datetime.now(UTC))
        message["Message-ID"] = f"<{message_id}@{self._own_host}>"
        message["Auto-Submitted"] = "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
        message["Content-Language"] = "fr"
        message.set_content(letter.text)
        message.add_alternative(letter.html, subtype="html")
        if letter.attachment is not None:
            _attach(message, letter.attachment)
        return message


def _attach(message: EmailMessage, file: Attachment) -> None:
    kind, _, subtype = file.media_type.partition("/")
    message.add_attachment(file.content, maintype=kind, subtype=subtype, filename=file.name)
    *_, part = message.iter_attachments()
    for name, value in file.parameters:
        part.set_param(name, value)


def _address(to: str) -> Address:
    try:
        if not to.isprintable() or " " in to:
            raise ValueError("not an address")
        return Address(addr_spec=to)
    except (ValueError, IndexError, MessageError):
        raise NotDelivered("Cette adresse e-mail n’en est pas une.", permanent=True) from None


def _refused(answer: aiosmtplib.SMTPResponseException) -> NotDelivered:
    return NotDelivered(_said(answer), permanent=answer.code >= _PERMANENT)


def _said(answer: aiosmtplib.SMTPResponseException) -> str:
    """What the server answered, without the addresses that it may repeat."""
    words = re.sub(r"\S*@\S*", "[…]", one_line(answer.message))
    return f"Réponse du serveur de messagerie\u00a0: {answer.code} {words}"[:200]
