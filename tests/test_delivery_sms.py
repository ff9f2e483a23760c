"""SMS through a real gateway on this machine, which fails and comes back."""

import asyncio
import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest

from portal.adapters.sms import SmsCarrier
from portal.bootstrap import Portal
from portal.domain.letters import Letter
from portal.domain.notifications import Channel
from portal.services.ports import NotDelivered, WrittenLetter
from tests.clock import ManualClock
from tests.test_outbox import go_round, messages, the_message, write_to

# The library itself imports a module that Python 3.13 no longer has, and does without it there.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

TO = "+33612345678"
LETTER = WrittenLetter("Sujet", "<p>rien</p>", "rien", "Horizon : 482913 est votre code & <rien>.")
HANGS_UP, STALLS = 0, 1


class Gateway(ThreadingHTTPServer):
    """Takes JSON, and answers what it is told to: 200 unless there is something in ``answers``."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: list[int] = []
        self.taken: list[dict[str, str]] = []
        self.waking = Event()

    @property
    def url(self) -> str:
        """Where it is, as apprise writes it, with a place for the number and the identifier."""
        host, port = self.server_address[:2]
        return f"json://key:S3KRET@{host}:{port}/sms?:to={{to}}&:ref={{id}}"


class Handler(BaseHTTPRequestHandler):
    """One request of the gateway's."""

    def do_POST(self) -> None:
        """Take a message, or refuse it."""
        assert isinstance(self.server, Gateway)
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answer = self.server.answers.pop(0) if self.server.answers else 200
        if answer in {HANGS_UP, STALLS}:
            if answer == STALLS:
                self.server.waking.wait()
            self.close_connection = True
            return
        if answer == 200:
            self.server.taken.append(body)
        self.send_response(answer)
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    """A gateway that works."""
    with Gateway() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.waking.set()
        server.shutdown()
        thread.join()


def carry(url: str, to: str = TO) -> None:
    asyncio.run(SmsCarrier(url).carry(to, LETTER, message_id="abc123"))


def text_to(portal: Portal, to: str = TO, letter: Letter = Letter.SIGN_IN_CODE) -> None:
    write_to(portal, letter, channel=Channel.SMS, to=to)


def deliver(portal: Portal, url: str) -> None:
    go_round(portal, SmsCarrier(url), Channel.SMS)


def test_the_number_the_words_and_the_identifier_reach_the_gateway(gateway: Gateway) -> None:
    carry(gateway.url)
    [taken] = gateway.taken
    assert (taken["to"], taken["ref"]) == (TO, "abc123")
    assert taken["message"] == LETTER.sms
    assert taken["title"] == ""


@pytest.mark.parametrize(
    "to",
    ["", "0612345678", "+33 6 12", "+33612345678?:to=+33600000000", "+3361234567\n8", "+٣٣٦١٢٣٤"],
)
def test_what_is_no_number_reaches_no_gateway(gateway: Gateway, to: str) -> None:
    with pytest.raises(NotDelivered) as refused:
        carry(gateway.url, to)
    assert refused.value.permanent
    assert gateway.taken == []


@pytest.mark.parametrize("trouble", [400, 429, 500, 503, HANGS_UP, STALLS])
def test_a_message_survives_a_gateway_in_trouble_and_arrives_once(
    portal: Portal, clock: ManualClock, gateway: Gateway, trouble: int
) -> None:
    text_to(portal)
    gateway.answers.append(trouble)
    deliver(portal, gateway.url + ("&rto=0.3" if trouble == STALLS else ""))
    assert (the_message(portal).status, the_message(portal).tries) == ("waiting", 1)
    clock.advance(timedelta(seconds=10))
    for _ in range(2):
        deliver(portal, gateway.url)
    assert the_message(portal).status == "sent"
    assert len(gateway.taken) == 1


def test_a_gateway_that_is_away_then_back_gets_every_message_once(
    portal: Portal, clock: ManualClock
) -> None:
    with Gateway() as gone:
        url = gone.url
    numbers = [f"+3361234567{digit}" for digit in range(5)]
    for number in numbers:
        text_to(portal, number, Letter.NEWS)
    deliver(portal, url)
    assert {message.tries for message in messages(portal)} == {1}
    with Gateway() as back:
        thread = Thread(target=back.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        clock.advance(timedelta(minutes=1))
        deliver(portal, back.url)
        back.shutdown()
        thread.join()
    assert sorted(taken["to"] for taken in back.taken) == numbers
    assert {message.status for message in messages(portal)} == {"sent"}


def test_a_wrong_setting_loses_no_message(portal: Portal, clock: ManualClock) -> None:
    text_to(portal)
    deliver(portal, "nothing-like-it://{to}")
    message = the_message(portal)
    assert message.status == "waiting"
    assert "PORTAL_SMS_URL" in (message.last_error or "")


def test_neither_the_number_nor_the_words_nor_the_key_are_logged(
    gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        carry(gateway.url)
        gateway.answers.append(503)
        with pytest.raises(NotDelivered):
            carry(gateway.url)
    for secret in (TO, TO[1:], "482913", "S3KRET"):
        assert secret not in caplog.text
