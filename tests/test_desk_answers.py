"""Answering: once, by one at a time, told to the member; and what else the staff does."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from portal.bootstrap import Portal
from portal.domain.actors import Actor, MemberActor, StaffActor, Visitor
from portal.domain.conversations import Status, draft_place
from portal.domain.desk import MAX_ANSWER, Reason
from portal.domain.errors import InvalidInput, NotAllowed, NotFound, Overtaken
from portal.models.audit import AuditEntry
from portal.models.live import LiveEvent
from portal.models.messages import ConversationNote, Message, MessageDraft
from portal.models.notifications import Notification
from portal.services.conversations import add_message
from portal.services.desk_acts import close, release, reopen, take, take_over, transfer
from portal.services.desk_answer import Answer, answer
from portal.services.desk_notes import write_note
from portal.services.desk_opening import follow_desk, keep_answer, open_desk
from portal.services.drafts import read_draft
from tests.cast import add_member
from tests.desk import ask, asked, conversation, reply, staff
from tests.hostile import HOSTILE_TEXTS
from tests.statements import statements


def all_of(portal: Portal, table: Any) -> list[Any]:
    return portal.read(lambda session: list(session.exec(select(table).order_by(table.id))))


def acts(portal: Portal) -> list[str]:
    return [entry.act for entry in all_of(portal, AuditEntry)]


def follow_up(portal: Portal, number: int, body: str = "Et pour Léa ?") -> None:
    def write(*, session: Session) -> None:
        row = session.get_one(type(conversation(portal, number)), number)
        now = portal.clock.now()
        add_message(session, conversation=row, author="member", body=body, key=body, now=now)  # pyright: ignore[reportArgumentType]

    portal.write(write)


def opened(portal: Portal, actor: StaffActor, number: int) -> Any:
    return portal.write(
        open_desk,
        actor=actor,
        now=portal.clock.now(),
        today=portal.today(),
        reference=conversation(portal, number).reference,
    )


def test_an_answer_reaches_the_member_and_ends_the_wait(portal: Portal) -> None:
    nadia, claire = staff(portal), portal.write(add_member)
    number = ask(portal, claire)
    reply(portal, nadia, number, "Bonjour Claire, le virement part demain.")
    row = conversation(portal, number)
    assert (row.status, row.due_at, row.assignee_id) == (Status.ANSWERED, None, nadia.account_id)
    assert (row.member_unread, row.staff_unread) == (1, 0)
    sent = all_of(portal, Message)[-1]
    assert (sent.author, sent.staff_id) == ("staff", nadia.account_id)
    (line,) = all_of(portal, Notification)
    assert line.account_id == claire.account_id
    assert "virement" not in line.title + line.body
    heard = {(event.audience, event.topic) for event in all_of(portal, LiveEvent)}
    assert {(f"member:{claire.member_id}", "messages"), ("staff", "messages")} <= heard
    assert "conversation.answered" in acts(portal)


def test_sent_twice_it_is_there_once(portal: Portal) -> None:
    nadia, number = staff(portal), asked(portal)
    first = reply(portal, nadia, number)
    assert reply(portal, nadia, number) == first
    assert len(all_of(portal, Message)) == 2
    assert acts(portal).count("conversation.answered") == 1


def test_sent_twice_at_once_it_is_there_once(portal: Portal) -> None:
    nadia, number = staff(portal), asked(portal)
    with ThreadPoolExecutor(4) as threads:
        ids = list(threads.map(lambda _: reply(portal, nadia, number), range(4)))
    assert len(set(ids)) == 1
    assert len(all_of(portal, Message)) == 2


def test_of_two_answers_at_the_same_moment_one_is_flagged_and_keeps_its_text(
    portal: Portal,
) -> None:
    people = [staff(portal), staff(portal, "Olivier Fontaine")]
    number = asked(portal)
    first_message = all_of(portal, Message)[0].id

    def try_to(who: StaffActor) -> str:
        text = f"La réponse de {who.account_id}."
        portal.write(
            keep_answer,
            actor=who,
            now=portal.clock.now(),
            conversation_id=number,
            body=text,
            stamp="c3",
        )
        try:
            reply(portal, who, number, text, stamp="c3", seen=first_message)
        except Overtaken as refusal:
            return refusal.sentence
        return ""

    with ThreadPoolExecutor(2) as threads:
        said = list(threads.map(try_to, people))
    assert len(all_of(portal, Message)) == 2
    winner, loser = sorted(people, key=lambda who: said[people.index(who)])
    name = {people[0]: "Nadia", people[1]: "Olivier"}[winner]
    assert sorted(said) == ["", f"{name} a répondu entre-temps."]
    kept = portal.read(read_draft, actor=loser, place=draft_place(number))
    assert kept is not None
    assert kept.body == f"La réponse de {loser.account_id}."
    assert portal.read(read_draft, actor=winner, place=draft_place(number)) is None
    reply(portal, loser, number, kept.body, stamp="c3", seen=first_message, anyway=True)
    assert len(all_of(portal, Message)) == 3


def test_a_colleague_s_answer_that_one_has_read_holds_nothing_up(portal: Portal) -> None:
    nadia, olivier, number = staff(portal), staff(portal, "Olivier Fontaine"), asked(portal)
    read = reply(portal, olivier, number)
    reply(portal, nadia, number, "J’ajoute ceci.", seen=read)
    follow_up(portal, number)
    reply(portal, nadia, number, "Et cela.", stamp="b2", seen=read)
    assert len(all_of(portal, Message)) == 5


def test_an_answer_cut_in_the_middle_leaves_nothing_and_can_be_sent_again(portal: Portal) -> None:
    nadia, number = staff(portal), asked(portal)
    before = conversation(portal, number)

    def fall(*, session: Session) -> None:
        answer(
            session=session,
            cipher=portal.cipher,
            zone=portal.settings.zone,
            now=portal.clock.now(),
            actor=nadia,
            conversation_id=number,
            given=Answer("Bonjour.", "d4", 2**31 - 1),
        )
        session.flush()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        portal.write(fall)
    assert conversation(portal, number) == before
    assert len(all_of(portal, Message)) == 1
    assert all_of(portal, Notification) == []
    reply(portal, nadia, number, "Bonjour.", stamp="d4")
    assert len(all_of(portal, Message)) == 2


def test_an_answer_may_close_and_a_follow_up_opens_again(portal: Portal) -> None:
    nadia, number = staff(portal), asked(portal)
    reply(portal, nadia, number, close=True)
    row = conversation(portal, number)
    assert (row.status, row.closed_at) == (Status.CLOSED, portal.clock.now())
    follow_up(portal, number)
    assert conversation(portal, number).closed_at is None


def test_any_text_is_an_answer_a_note_and_a_draft_or_is_refused_in_words(portal: Portal) -> None:
    nadia, number, now = staff(portal), asked(portal), portal.clock.now()
    for place, nasty in enumerate(HOSTILE_TEXTS):
        for write in (
            lambda nasty=nasty, place=place: reply(
                portal, nadia, number, nasty, stamp=f"{place:x}"
            ),
            lambda nasty=nasty, place=place: portal.write(
                write_note,
                actor=nadia,
                now=now,
                conversation_id=number,
                body=nasty,
                stamp=f"{place:x}",
            ),
            lambda nasty=nasty: portal.write(
                keep_answer,
                actor=nadia,
                now=now,
                conversation_id=number,
                body=nasty,
                stamp="f",
            ),
        ):
            with suppress(InvalidInput):  # anything else is a fault
                write()
    assert all(len(message.body) <= 12 * MAX_ANSWER for message in all_of(portal, Message))


def test_only_the_free_ones_are_taken_and_the_others_are_said(portal: Portal) -> None:
    nadia, olivier, now = staff(portal), staff(portal, "Olivier Fontaine"), portal.clock.now()
    numbers = [asked(portal) for _ in range(3)]
    portal.write(take, actor=olivier, now=now, ids=numbers[:1])
    taken = portal.write(take, actor=nadia, now=now, ids=[*numbers, 9999])
    assert (taken.count, taken.others) == (2, ("Olivier",))
    assert conversation(portal, numbers[0]).assignee_id == olivier.account_id
    portal.write(take_over, actor=nadia, now=now, conversation_id=numbers[0])
    assert conversation(portal, numbers[0]).assignee_id == nadia.account_id
    portal.write(release, actor=nadia, now=now, conversation_id=numbers[0])
    assert conversation(portal, numbers[0]).assignee_id is None
    assert acts(portal).count("conversation.taken") == 4


def test_one_taken_by_two_at_once_is_one_s(portal: Portal) -> None:
    people, number = [staff(portal) for _ in range(4)], asked(portal)

    def try_to(who: StaffActor) -> int:
        return portal.write(take, actor=who, now=portal.clock.now(), ids=[number]).count

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(try_to, people)) == [0, 0, 0, 1]


def test_a_transfer_changes_the_queue_frees_it_and_leaves_a_note(portal: Portal) -> None:
    nadia, number, now = staff(portal), asked(portal), portal.clock.now()
    portal.write(take, actor=nadia, now=now, ids=[number])

    def move(team: str) -> int:
        return portal.write(
            transfer,
            actor=nadia,
            now=now,
            ids=[number],
            team=team,
            knows={"sante", "contrats"}.__contains__,
            note="Voir l’avenant.",
        )

    assert move("contrats") == 1
    row = conversation(portal, number)
    assert (row.team, row.assignee_id, row.status) == ("contrats", None, Status.WAITING)
    assert [note.body for note in all_of(portal, ConversationNote)] == ["Voir l’avenant."]
    for team in ("contrats", "ailleurs", ""):
        with pytest.raises(InvalidInput):
            move(team)


def test_closing_without_an_answer_tells_the_member_that_and_colleagues_why(
    portal: Portal,
) -> None:
    nadia, claire, now = staff(portal), portal.write(add_member), portal.clock.now()
    number = ask(portal, claire)
    version = conversation(portal, number).version
    portal.write(take, actor=nadia, now=now, ids=[number])

    def shut(version: int) -> None:
        portal.write(
            close,
            actor=nadia,
            now=now,
            conversation_id=number,
            reason=Reason.DUPLICATE,
            version=version,
        )

    with pytest.raises(Overtaken):
        shut(version)
    shut(version + 1)
    shut(version)  # already closed: nothing more
    row = conversation(portal, number)
    assert (row.status, row.due_at) == (Status.CLOSED, None)
    (line,) = all_of(portal, Notification)
    assert "terminée" in line.title
    assert "même demande" not in line.body
    assert "même demande" in all_of(portal, ConversationNote)[0].body
    portal.write(reopen, zone=portal.settings.zone, actor=nadia, now=now, conversation_id=number)
    row = conversation(portal, number)
    assert (row.status, row.closed_at) == (Status.WAITING, None)
    assert row.due_at is not None
    assert row.due_at > now + timedelta(days=1)
    with pytest.raises(NotAllowed):
        portal.write(
            reopen, zone=portal.settings.zone, actor=nadia, now=now, conversation_id=number
        )


def test_no_page_of_a_member_hears_of_a_note(portal: Portal) -> None:
    nadia, claire, now = staff(portal), portal.write(add_member), portal.clock.now()
    number = ask(portal, claire)
    before = len([one for one in all_of(portal, LiveEvent) if one.audience != "staff"])
    for _ in range(2):
        portal.write(
            write_note, actor=nadia, now=now, conversation_id=number, body="Secret.", stamp="a"
        )
    assert len(all_of(portal, ConversationNote)) == 1
    after = [one for one in all_of(portal, LiveEvent) if one.audience != "staff"]
    assert len(after) == before


def test_opening_shows_everything_marks_it_read_and_is_kept_in_the_log(portal: Portal) -> None:
    nadia, olivier, now = staff(portal), staff(portal, "Olivier Fontaine"), portal.clock.now()
    number = asked(portal)
    portal.write(write_note, actor=olivier, now=now, conversation_id=number, body="Vu.", stamp="a")
    portal.write(keep_answer, actor=nadia, now=now, conversation_id=number, body="Bonj", stamp="5e")
    desk = opened(portal, nadia, number)
    assert (desk.draft, desk.stamp, desk.adviser) == ("Bonj", "5e", "Nadia")
    assert [note.author for note in desk.thread.notes] == ["Olivier Fontaine"]
    assert desk.thread.messages[0].read_at == now
    assert conversation(portal, number).staff_unread == 0
    assert "conversation.read" in acts(portal)


def test_a_long_conversation_takes_as_few_statements_as_a_short_one(portal: Portal) -> None:
    nadia, number = staff(portal), asked(portal)
    reference = conversation(portal, number).reference

    def count() -> int:
        with statements(portal.engine) as seen:
            portal.write(
                follow_desk,
                actor=nadia,
                now=portal.clock.now(),
                today=portal.today(),
                reference=reference,
            )
        return len(seen)

    reply(portal, nadia, number, stamp="a0")
    short = count()
    for turn in range(12):
        reply(portal, nadia, number, stamp=f"b{turn:x}")
    assert count() == short


@pytest.mark.parametrize("reference", ["", "M-000000", "R-7K3M9Q", "' OR 1=1 --", "M-7K3M9Q"])
def test_what_does_not_exist_is_said_to_be_missing(portal: Portal, reference: str) -> None:
    asked(portal)
    now, today = portal.clock.now(), portal.today()
    with pytest.raises(NotFound):
        portal.write(open_desk, actor=staff(portal), now=now, today=today, reference=reference)


@pytest.mark.parametrize("actor", [Visitor(), MemberActor(1, 1, 1)])
def test_nobody_else_does_any_of_it(portal: Portal, actor: Actor) -> None:
    number, now, zone = asked(portal), portal.clock.now(), portal.settings.zone
    reference = conversation(portal, number).reference
    one = {"actor": actor, "now": now, "conversation_id": number}
    tries: list[Callable[[], Any]] = [
        lambda: reply(portal, actor, number),  # pyright: ignore[reportArgumentType]
        lambda: portal.write(take_over, **one),
        lambda: portal.write(release, **one),
        lambda: portal.write(reopen, zone=zone, **one),
        lambda: portal.write(close, reason=Reason.SOLVED, version=1, **one),
        lambda: portal.write(write_note, body="Bonjour.", stamp="a", **one),
        lambda: portal.write(keep_answer, body="Bonjour.", stamp="a", **one),
        lambda: portal.write(
            open_desk, actor=actor, now=now, today=portal.today(), reference=reference
        ),
        lambda: portal.write(
            follow_desk, actor=actor, now=now, today=portal.today(), reference=reference
        ),
    ]
    for attempt in tries:
        with pytest.raises(NotAllowed):
            attempt()
    assert len(all_of(portal, Message)) == 1
    assert all_of(portal, MessageDraft) == []
