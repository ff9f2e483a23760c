"""The outbox: nothing acknowledged is lost, nothing leaves twice, what cannot leave is seen."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select
from structlog.testing import capture_logs

from portal.bootstrap import Portal
from portal.domain.letters import Letter
from portal.domain.notifications import Channel
from portal.models.audit import AuditEntry
from portal.models.outbox import OutboxMessage
from portal.services.delivery import TOO_LATE, UNREADABLE, Parcel, claim, mark_failed, mark_sent
from portal.services.outbox import post
from portal.services.ports import Carrier
from portal.state import delivery
from portal.state.delivery import Postman
from tests.clock import ManualClock
from tests.hostile import HOSTILE_TEXTS
from tests.letters import VALUES, Pigeon, refusal
from tests.statements import statements

TO = "claire@example.org"
_key = count(1)


def write_to(
    portal: Portal,
    letter: Letter = Letter.WELCOME,
    *,
    to: str = TO,
    channel: Channel = Channel.EMAIL,
    key: str = "",
    values: dict[str, str] | None = None,
    not_before: datetime | None = None,
) -> None:
    portal.write(
        post,
        cipher=portal.cipher,
        now=portal.clock.now(),
        key=key or f"key:{next(_key)}",
        channel=channel,
        to=to,
        letter=letter,
        values=VALUES[letter] if values is None else values,
        not_before=not_before,
    )


def messages(portal: Portal) -> list[OutboxMessage]:
    return portal.read(
        lambda session: list(session.exec(select(OutboxMessage).order_by("id")).all())
    )


def the_message(portal: Portal) -> OutboxMessage:
    [message] = messages(portal)
    return message


def acts(portal: Portal) -> list[tuple[str, dict[str, Any]]]:
    entries = portal.read(
        lambda session: list(session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all())
    )
    return [(entry.act, entry.details) for entry in entries]


def go_round(portal: Portal, carrier: Carrier | None, channel: Channel = Channel.EMAIL) -> int:
    return asyncio.run(Postman(portal, channel, carrier).round())


def take(portal: Portal, limit: int = 8) -> list[Parcel]:
    return portal.write(
        claim, cipher=portal.cipher, now=portal.clock.now(), channel=Channel.EMAIL, limit=limit
    )


@pytest.fixture
def pigeon() -> Pigeon:
    """A carrier that works."""
    return Pigeon()


def test_a_letter_leaves_once_and_what_it_said_is_erased(portal: Portal, pigeon: Pigeon) -> None:
    write_to(portal, Letter.SIGN_IN_CODE)
    assert go_round(portal, pigeon) == 1
    assert go_round(portal, pigeon) == 0
    [(to, letter, _)] = pigeon.carried
    assert to == TO
    assert "482913" in letter.text
    message = the_message(portal)
    assert (message.status, message.values_sealed) == ("sent", None)
    assert message.sent_at == portal.clock.now()


def test_the_same_letter_asked_for_twice_is_one(portal: Portal, pigeon: Pigeon) -> None:
    for _ in range(2):
        write_to(portal, key="welcome:1")
    go_round(portal, pigeon)
    assert len(pigeon.carried) == 1


def test_a_letter_is_not_written_when_what_it_tells_of_is_undone(portal: Portal) -> None:
    def undone(*, session: Session) -> None:
        post(
            session,
            cipher=portal.cipher,
            now=portal.clock.now(),
            key="k",
            channel=Channel.EMAIL,
            to=TO,
            letter=Letter.WELCOME,
            values={},
        )
        raise KeyError

    with pytest.raises(KeyError):
        portal.write(undone)
    assert messages(portal) == []


def test_a_letter_waits_for_its_hour_and_each_channel_for_its_own_carrier(
    portal: Portal, clock: ManualClock, pigeon: Pigeon
) -> None:
    write_to(portal, not_before=clock.now() + timedelta(hours=8))
    write_to(portal, channel=Channel.SMS, to="+33612345678")
    assert go_round(portal, pigeon) == 0
    clock.advance(timedelta(hours=8))
    assert go_round(portal, pigeon) == 1
    assert [message.status for message in messages(portal)] == ["sent", "waiting"]


def test_a_code_leaves_before_the_news_that_were_there_first(
    portal: Portal, clock: ManualClock
) -> None:
    for _ in range(5):
        write_to(portal, Letter.NEWS)
    clock.advance(timedelta(minutes=1))
    write_to(portal, Letter.SIGN_IN_CODE)
    assert [parcel.letter for parcel in take(portal, limit=2)] == ["sign_in_code", "news"]


def test_nothing_due_costs_one_statement_however_many_have_left(
    portal: Portal, pigeon: Pigeon
) -> None:
    for _ in range(20):
        write_to(portal)
    while go_round(portal, pigeon):
        pass
    with statements(portal.engine) as asked:
        go_round(portal, pigeon)
    assert len(asked) == 1
    assert all(message.next_try_at.year == 9000 for message in messages(portal))


def test_a_letter_that_cannot_leave_is_tried_again_later_and_later_then_given_up(
    portal: Portal, clock: ManualClock
) -> None:
    write_to(portal)
    pigeon = Pigeon([refusal() for _ in range(7)])
    for seconds in (10, 60, 300, 1_800, 7_200, 21_600):
        assert go_round(portal, pigeon) == 1
        clock.advance(timedelta(seconds=seconds - 1))
        assert go_round(portal, pigeon) == 0
        clock.advance(timedelta(seconds=1))
    assert the_message(portal).status == "waiting"
    assert go_round(portal, pigeon) == 1
    message = the_message(portal)
    assert (message.status, message.tries) == ("dead", 7)
    assert message.last_error == "Le serveur dit non."
    assert message.values_sealed is not None
    [(act, details)] = acts(portal)
    assert act == "outbox.dead"
    assert details["message"] == message.id
    assert TO not in str(details)
    clock.advance(timedelta(days=30))
    assert go_round(portal, pigeon) == 0


def test_a_letter_that_fails_then_leaves_is_sent_once(portal: Portal, clock: ManualClock) -> None:
    write_to(portal)
    pigeon = Pigeon([refusal(), RuntimeError(TO), TimeoutError()])
    for _ in range(4):
        go_round(portal, pigeon)
        clock.advance(timedelta(hours=1))
    assert len(pigeon.carried) == 1
    assert (the_message(portal).status, the_message(portal).last_error) == ("sent", None)


def test_a_letter_refused_for_good_is_not_tried_again(portal: Portal) -> None:
    write_to(portal)
    go_round(portal, Pigeon([refusal(permanent=True)]))
    assert (the_message(portal).status, the_message(portal).tries) == ("dead", 1)


@pytest.mark.parametrize("letter", [Letter.ACTIVATION_CODE, Letter.SIGN_IN_CODE])
def test_a_code_that_expired_before_leaving_does_not_leave(
    portal: Portal, clock: ManualClock, pigeon: Pigeon, letter: Letter
) -> None:
    write_to(portal, letter)
    clock.advance(timedelta(minutes=30))
    go_round(portal, pigeon)
    assert pigeon.carried == []
    message = the_message(portal)
    assert (message.status, message.last_error) == ("dead", TOO_LATE)
    assert message.values_sealed is None


def test_a_link_is_sent_while_it_is_good_and_no_longer(
    portal: Portal, clock: ManualClock, pigeon: Pigeon
) -> None:
    write_to(portal, Letter.RESET_PASSWORD)
    write_to(portal, Letter.RESET_PASSWORD, not_before=clock.now() + timedelta(hours=24))
    write_to(portal, Letter.FAILED_TRIES, not_before=clock.now() + timedelta(hours=24))
    clock.advance(timedelta(hours=23, minutes=59))
    assert go_round(portal, pigeon) == 1
    clock.advance(timedelta(minutes=1))
    go_round(portal, pigeon)
    assert [one.status for one in messages(portal)] == ["sent", "dead", "sent"]


def test_what_a_dead_process_had_taken_leaves_once_its_claim_ran_out(
    portal: Portal, clock: ManualClock, pigeon: Pigeon
) -> None:
    write_to(portal)
    assert len(take(portal)) == 1  # and nothing more: the process was killed here
    clock.advance(timedelta(seconds=119))
    assert go_round(portal, pigeon) == 0
    clock.advance(timedelta(seconds=1))
    assert go_round(portal, pigeon) == 1
    assert the_message(portal).status == "sent"


def test_a_letter_sent_again_after_a_crash_has_the_same_identifier(
    portal: Portal, clock: ManualClock, pigeon: Pigeon
) -> None:
    write_to(portal)
    write_to(portal)
    first, other = take(portal)
    assert first.message_id != other.message_id
    clock.advance(timedelta(minutes=2))
    go_round(portal, pigeon)
    assert [message_id for _, _, message_id in pigeon.carried] == [
        first.message_id,
        other.message_id,
    ]


def test_who_let_a_claim_run_out_can_say_that_the_letter_left_but_not_that_it_failed(
    portal: Portal, clock: ManualClock
) -> None:
    write_to(portal)
    [late] = take(portal)
    clock.advance(timedelta(minutes=2))
    [parcel] = take(portal)
    portal.write(mark_failed, now=clock.now(), parcel=late, reason="Trop tard.", permanent=True)
    assert (the_message(portal).status, the_message(portal).tries) == ("waiting", 0)
    portal.write(mark_sent, now=clock.now(), parcel=late)
    portal.write(mark_failed, now=clock.now(), parcel=parcel, reason="Non.", permanent=True)
    assert the_message(portal).status == "sent"


def test_many_processes_share_the_work_and_nothing_leaves_twice(portal: Portal) -> None:
    for number in range(60):
        write_to(portal, to=f"member{number}@example.org")
    pigeons = [Pigeon() for _ in range(8)]

    def deliver_all(pigeon: Pigeon) -> None:
        while go_round(portal, pigeon):
            pass

    with ThreadPoolExecutor(len(pigeons)) as threads:
        list(threads.map(deliver_all, pigeons))
    while go_round(portal, pigeons[0]):  # what the others had taken when these found nothing
        pass
    carried = [to for pigeon in pigeons for to, _, _ in pigeon.carried]
    assert sorted(carried) == sorted(f"member{number}@example.org" for number in range(60))
    assert {message.status for message in messages(portal)} == {"sent"}


def test_a_letter_that_cannot_be_written_or_read_holds_up_no_other(
    portal: Portal, clock: ManualClock, pigeon: Pigeon
) -> None:
    write_to(portal, Letter.RESET_PASSWORD, values={"link": "https://elsewhere", "hours": "24"})
    write_to(portal, Letter.SIGN_IN_CODE, values={"minutes": "soon"})
    write_to(portal)
    write_to(portal)

    def spoil(*, session: Session) -> None:
        session.get_one(OutboxMessage, 3).values_sealed = "not ours"
        session.get_one(OutboxMessage, 4).letter = "of_a_later_version"

    portal.write(spoil)
    write_to(portal)
    go_round(portal, pigeon)
    assert len(pigeon.carried) == 1
    told = [(message.status, message.last_error) for message in messages(portal)]
    assert [status for status, _ in told] == ["waiting", "waiting", "dead", "waiting", "sent"]
    assert told[2] == ("dead", UNREADABLE)


def test_hostile_values_leave_like_any_others(portal: Portal, pigeon: Pigeon) -> None:
    texts = [text for text in HOSTILE_TEXTS if len(text) < 10_000]
    for text in texts:
        write_to(portal, values={"first_name": text})
    while go_round(portal, pigeon):
        pass
    assert len(pigeon.carried) == len(texts)


@contextmanager
def database_away(portal: Portal, times: int) -> Iterator[None]:
    """Have the next statements fail as they do when the server is out of reach."""
    failures = iter(range(times))

    def away(*_arguments: object) -> None:
        if next(failures, None) is not None:
            raise OperationalError("away", {}, Exception("away"))

    event.listen(portal.engine, "before_cursor_execute", away)
    try:
        yield
    finally:
        event.remove(portal.engine, "before_cursor_execute", away)


def test_the_database_may_go_away_once_a_letter_has_left(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "POLL_SECONDS", 0.001)
    write_to(portal)
    with ExitStack() as stack:

        class Unplugging(Pigeon):
            async def carry(self, *arguments: Any, **named: Any) -> None:
                await super().carry(*arguments, **named)
                stack.enter_context(database_away(portal, times=3))

        pigeon = Unplugging()
        go_round(portal, pigeon)
    assert the_message(portal).status == "sent"
    assert len(pigeon.carried) == 1


class Slow(Pigeon):
    """A carrier that is still at work when it says so."""

    def __init__(self) -> None:
        super().__init__()
        self.at_work = asyncio.Event()

    async def carry(self, *arguments: Any, **named: Any) -> None:
        """See ``ports.Carrier``."""
        self.at_work.set()
        for _ in range(3):
            await asyncio.sleep(0)
        await super().carry(*arguments, **named)


def work_until_stopped(portal: Portal) -> Slow:
    """Have a postman work, and stop him while he delivers a first letter."""
    slow = Slow()

    async def work() -> None:
        task = asyncio.create_task(Postman(portal, Channel.EMAIL, slow).work())
        await slow.at_work.wait()
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()

    asyncio.run(work())
    return slow


def test_a_server_that_stops_finishes_what_it_was_sending(portal: Portal) -> None:
    write_to(portal)
    assert len(work_until_stopped(portal).carried) == 1
    assert the_message(portal).status == "sent"


def test_the_work_goes_on_after_the_database_went_away(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "POLL_SECONDS", 0.001)
    write_to(portal)
    with database_away(portal, times=5):
        assert len(work_until_stopped(portal).carried) == 1
    assert the_message(portal).status == "sent"


def test_neither_addresses_nor_codes_are_logged(portal: Portal) -> None:
    with capture_logs() as logs:
        for failures in ([], [refusal()], [RuntimeError(f"{TO} 482913")]):
            write_to(portal, Letter.SIGN_IN_CODE)
            go_round(portal, Pigeon([*failures]))
    assert [entry["event"] for entry in logs] == ["outbox.sent", *["outbox.not_sent"] * 2]
    assert TO not in str(logs)
    assert "482913" not in str(logs)
