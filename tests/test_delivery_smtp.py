"""E-mails through a real SMTP server, which refuses, stalls, hangs up and comes back."""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from portal.adapters import mail
from portal.adapters.mail import SmtpCarrier, SmtpServer
from portal.bootstrap import Portal
from portal.domain.letters import Letter
from portal.services.ports import NotDelivered, WrittenLetter
from tests.clock import ManualClock
from tests.test_outbox import TO, go_round, messages, the_message, write_to

LETTER = WrittenLetter("Sujet\r\nBcc: x@example.org", "<p>Été</p>", "Été & cie\n", "")


@dataclass
class Mailbox:
    """What the server does with a letter, and those that it has taken."""

    taken: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    on_sender: list[str] = field(default_factory=list)
    on_recipient: list[str] = field(default_factory=list)
    on_data: list[Any] = field(default_factory=list)
    logins: list[bytes] = field(default_factory=list)

    async def handle_MAIL(  # noqa: N802 - the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        """Answer to MAIL FROM."""
        envelope.mail_from = address
        return self.on_sender.pop(0) if self.on_sender else "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        """Answer to RCPT TO."""
        envelope.rcpt_tos.append(address)
        return self.on_recipient.pop(0) if self.on_recipient else "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Answer to the letter itself."""
        answer = self.on_data.pop(0) if self.on_data else "250 OK"
        if not isinstance(answer, str):
            answer = await answer(server)
        if answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            parsed = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(parsed, EmailMessage)
            self.taken.append(parsed)
            self.recipients += envelope.rcpt_tos
        return answer

    def authenticate(self, _server: Any, _session: Any, _envelope: Any, _how: str, data: Any):
        """Let in who knows the password."""
        assert isinstance(data, LoginPassword)
        self.logins.append(data.password)
        return AuthResult(success=data == LoginPassword(b"portal", b"S3KRET"), handled=False)


async def stall(_server: SMTP) -> str:
    """Say nothing, for longer than anybody waits."""
    await asyncio.sleep(3_600)
    return ""


async def hang_up(server: SMTP) -> str:
    """Drop the connection after the letter was read, without a word."""
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()
    return "451 dropped"


async def take_then_hang_up(server: SMTP) -> str:
    """Take the letter for good, and drop the connection before saying so."""
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()
    return "250 OK"


async def close_connections() -> None:
    """Close what is still open in this loop: TLS takes its leave after the last word.

    Stopping the loop before would leave it to the garbage collector, in another test.
    """
    loop: Any = asyncio.get_running_loop()
    await asyncio.sleep(0)  # who has just come in gets a connection to close
    while open_still := [one for one in loop._transports.values() if one._sock is not None]:
        for one in open_still:
            one.abort()
        await asyncio.sleep(0)


class Server(Controller):
    """The real server, which hangs up on whoever is still there before it stops."""

    def stop(self, no_assert: bool = False) -> None:
        """Close the door, then every connection, then the loop."""
        asyncio.run_coroutine_threadsafe(self._close(), self.loop).result()
        super().stop(no_assert)

    async def _close(self) -> None:
        assert self.server is not None
        self.server.close()
        await close_connections()


@pytest.fixture
def port() -> int:
    """A port of this machine where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def box() -> Mailbox:
    """A mailbox that takes everything."""
    return Mailbox()


Serve = Callable[..., Server]


@pytest.fixture
def serve(box: Mailbox, port: int) -> Iterator[Serve]:
    """Start the server on ``port``."""
    running: list[Server] = []

    def start(**options: Any) -> Server:
        server = Server(box, hostname="127.0.0.1", port=port, **options)
        server.start()
        running.append(server)
        return server

    yield start
    for server in running:
        if server.loop.is_running():
            server.stop()


@pytest.fixture
def carrier(port: int) -> SmtpCarrier:
    """The portal's carrier."""
    return carrier_to(port)


def carrier_to(port: int, **options: Any) -> SmtpCarrier:
    server = SmtpServer("127.0.0.1", port, **{"tls": "none", **options})
    return SmtpCarrier(
        server,
        sender="contact@example.fr",
        sender_name="Mutuelle « Été »,\r\nBcc: x@example.org",
        own_host="espace.example.fr",
    )


def carry(carrier: SmtpCarrier, to: str = TO) -> None:
    async def try_it() -> None:
        try:
            await carrier.carry(to, LETTER, message_id="abc123")
        finally:
            await close_connections()

    asyncio.run(try_it())


def deliver(portal: Portal, carrier: SmtpCarrier) -> None:
    go_round(portal, carrier)


def deliver_impatiently(portal: Portal, carrier: SmtpCarrier) -> None:
    """Give a server that will never answer less time than in life."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mail, "_TIMEOUT_SECONDS", 0.5)
        deliver(portal, carrier)


def test_a_letter_arrives_whole(serve: Serve, box: Mailbox, carrier: SmtpCarrier) -> None:
    serve()
    carry(carrier)
    [letter] = box.taken
    assert box.recipients == [TO]
    assert letter["To"] == TO
    assert letter["Message-ID"] == "<abc123@espace.example.fr>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["From"].addresses[0].addr_spec == "contact@example.fr"
    assert letter["Subject"] == "Sujet Bcc: x@example.org"
    assert letter["Bcc"] is None
    assert letter.get_content_type() == "multipart/alternative"
    plain, rich = letter.iter_parts()
    assert plain.get_content().strip() == "Été & cie"  # pyright: ignore[reportAttributeAccessIssue]
    assert "<p>Été</p>" in rich.get_content()  # pyright: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize(
    "to",
    [
        "",
        "nobody",
        "a@example.org\r\nBcc: x@example.org",
        "a@b\nRCPT TO:<x@y>",
        "a b@c",
        "\ud800@x",
        "a@example.org, b@example.org",
        "<a@example.org>",
        "a@exa\x00mple.org",
    ],
)
def test_what_is_no_address_reaches_no_server(
    serve: Serve, box: Mailbox, carrier: SmtpCarrier, to: str
) -> None:
    serve()
    with pytest.raises(NotDelivered) as refused:
        carry(carrier, to)
    assert refused.value.permanent
    assert box.recipients == []


@pytest.mark.parametrize(
    ("step", "answer", "permanent"),
    [
        ("on_recipient", "450 4.2.1 busy", False),
        ("on_recipient", "550 5.1.1 <claire@example.org> unknown", True),
        ("on_data", "451 4.3.0 later", False),
        ("on_data", "554 5.7.1 spam from claire@example.org", True),
        ("on_sender", "421 4.3.2 closing", False),
        ("on_sender", "530 5.7.0 who are you", False),
    ],
)
def test_a_refusal_is_for_good_when_the_server_says_so_of_this_letter(
    serve: Serve, box: Mailbox, carrier: SmtpCarrier, step: str, answer: str, permanent: bool
) -> None:
    serve()
    getattr(box, step).append(answer)
    with pytest.raises(NotDelivered) as refused:
        carry(carrier)
    assert refused.value.permanent is permanent
    assert answer[:3] in refused.value.reason
    assert "@" not in refused.value.reason
    carry(carrier)
    assert len(box.taken) == 1


@pytest.mark.parametrize("trouble", [stall, hang_up, "421 4.3.2 shutting down"])
def test_a_letter_survives_a_server_in_trouble_and_arrives_once(
    portal: Portal,
    clock: ManualClock,
    serve: Serve,
    box: Mailbox,
    carrier: SmtpCarrier,
    trouble: Any,
) -> None:
    serve()
    write_to(portal)
    box.on_data.append(trouble)
    (deliver_impatiently if trouble is stall else deliver)(portal, carrier)
    assert (the_message(portal).status, the_message(portal).tries) == ("waiting", 1)
    assert the_message(portal).last_error
    clock.advance(timedelta(seconds=10))
    for _ in range(3):
        deliver(portal, carrier)
    assert the_message(portal).status == "sent"
    assert len(box.taken) == 1


def test_a_server_that_is_away_then_back_gets_every_letter_once(
    portal: Portal, clock: ManualClock, serve: Serve, box: Mailbox, carrier: SmtpCarrier
) -> None:
    for number in range(5):
        write_to(portal, to=f"member{number}@example.org")
    deliver(portal, carrier)  # nobody listens
    assert {message.tries for message in messages(portal)} == {1}
    server = serve()
    clock.advance(timedelta(seconds=10))
    box.on_recipient += ["450 4.2.1 busy"] * 2
    deliver(portal, carrier)
    server.stop()
    clock.advance(timedelta(minutes=1))
    deliver(portal, carrier)
    serve()
    clock.advance(timedelta(minutes=10))
    deliver(portal, carrier)
    assert {message.status for message in messages(portal)} == {"sent"}
    assert sorted(box.recipients) == [f"member{number}@example.org" for number in range(5)]


def test_a_server_that_never_answers_is_not_waited_for(
    portal: Portal, port: int, carrier: SmtpCarrier
) -> None:
    write_to(portal)
    with socket.create_server(("127.0.0.1", port)):
        deliver_impatiently(portal, carrier)
    message = the_message(portal)
    assert message.status == "waiting"
    assert "pas à temps" in (message.last_error or "")


def test_a_letter_taken_without_a_word_comes_again_under_the_same_identifier(
    portal: Portal, clock: ManualClock, serve: Serve, box: Mailbox, carrier: SmtpCarrier
) -> None:
    serve()
    write_to(portal)
    box.on_data.append(take_then_hang_up)
    deliver(portal, carrier)
    clock.advance(timedelta(seconds=10))
    deliver(portal, carrier)
    first, second = box.taken
    assert first["Message-ID"] == second["Message-ID"]
    assert the_message(portal).status == "sent"


def test_a_refused_address_is_a_dead_letter_and_the_others_arrive(
    portal: Portal, serve: Serve, box: Mailbox, carrier: SmtpCarrier
) -> None:
    serve()
    write_to(portal, to="nobody")
    write_to(portal, Letter.RESET_PASSWORD)
    deliver(portal, carrier)
    assert [message.status for message in messages(portal)] == ["dead", "sent"]
    [letter] = box.taken
    rich = letter.get_body(("html",))
    assert rich is not None
    assert portal.settings.public_url + "/reinitialisation?jeton=T0ken" in rich.get_content()


def test_a_password_is_given_and_a_wrong_one_loses_no_letter(
    portal: Portal, port: int, serve: Serve, box: Mailbox
) -> None:
    serve(authenticator=box.authenticate, auth_require_tls=False)
    with pytest.raises(NotDelivered) as refused:
        carry(carrier_to(port, user="portal", password="wrong"))
    assert not refused.value.permanent
    assert "wrong" not in refused.value.reason
    write_to(portal)
    deliver(portal, carrier_to(port, user="portal", password="S3KRET"))
    assert set(box.logins) == {b"wrong", b"S3KRET"}
    assert len(box.taken) == 1
    assert "S3KRET" not in repr(SmtpServer("h", 25, password="S3KRET"))


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of 127.0.0.1 and its key, which nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "certificate.pem"
    path.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + made.public_bytes(Encoding.PEM)
    )
    return path


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_a_letter_goes_over_tls_to_a_server_that_is_vouched_for_and_to_no_other(
    monkeypatch: pytest.MonkeyPatch,
    serve: Serve,
    box: Mailbox,
    port: int,
    certificate: Path,
    tls: str,
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    if tls == "tls":
        serve(ssl_context=context)
    else:
        serve(tls_context=context, require_starttls=True)
    with pytest.raises(NotDelivered) as refused:
        carry(carrier_to(port, tls=tls))
    assert not refused.value.permanent
    assert box.taken == []
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    carry(carrier_to(port, tls=tls))
    assert len(box.taken) == 1


def test_a_letter_is_not_sent_in_clear_where_tls_is_asked_for(
    serve: Serve, box: Mailbox, port: int
) -> None:
    serve()
    with pytest.raises(NotDelivered) as refused:
        carry(carrier_to(port, tls="starttls"))
    assert not refused.value.permanent
    assert box.taken == []
