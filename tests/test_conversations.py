"""A conversation between a member and the staff, from both sides."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlmodel import col

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor, Visitor
from portal.domain.conversations import Author, Status, draft_place
from portal.domain.conversations_filter import ConversationFilter
from portal.domain.errors import InvalidInput, NotAllowed, NotFound
from portal.domain.letters import Letter
from portal.models.accounts import Account, SignInFailure
from portal.models.audit import AuditEntry
from portal.models.live import LiveEvent
from portal.models.messages import Conversation, Message
from portal.models.notifications import Notification, QuietHours
from portal.models.outbox import OutboxMessage
from portal.pages.conversations import SEND_DOCUMENT
from portal.services.conversations import mark_read
from portal.services.drafts import discard_draft, read_draft, save_draft
from portal.services.own_conversations import (
    ConversationPage,
    conversations_about,
    count_unread_conversations,
    find_conversations,
)
from portal.services.own_thread import keep_reply, nudge, reply, see_answers
from tests.cast import add_claim, add_member, add_staff_member
from tests.clock import ManualClock
from tests.conversing import QUESTION, answer, ask, close, messages_of, row_of, thread_of
from tests.hostile import HOSTILE_TEXTS
from tests.statements import statements

STAMP = "a" * 24


def all_of(portal: Portal, table: Any) -> list[Any]:
    return portal.read(lambda *, session: list(session.scalars(select(table))))


def found(portal: Portal, actor: MemberActor, **wanted: Any) -> ConversationPage:
    return portal.read(
        find_conversations,
        actor=actor,
        now=portal.clock.now(),
        wanted=ConversationFilter(**wanted),
    )


def write_reply(portal: Portal, actor: Any, reference: str, body: str, stamp: str = STAMP) -> None:
    portal.write(
        reply,
        actor=actor,
        now=portal.clock.now(),
        zone=portal.settings.zone,
        reference=reference,
        body=body,
        stamp=stamp,
    )


def write_nudge(portal: Portal, actor: Any, reference: str) -> None:
    portal.write(
        nudge,
        actor=actor,
        now=portal.clock.now(),
        zone=portal.settings.zone,
        reference=reference,
        body="Bonjour, où en est ma demande ?",
    )


@pytest.fixture
def claire(portal: Portal) -> MemberActor:
    return portal.write(add_member)


def test_a_message_gets_a_reference_a_promise_and_a_receipt(
    portal: Portal, claire: MemberActor
) -> None:
    def give_phone(*, session: Any) -> None:
        session.get(Account, claire.account_id).phone = "+33612345678"

    portal.write(give_phone)
    opened = ask(portal, claire)
    thread = thread_of(portal, claire, opened.reference)
    assert opened.reference.startswith("M-")
    assert opened.due_at == thread.due_at
    assert thread.status is Status.WAITING
    assert [line.body for line in thread.messages] == [QUESTION]
    letters = all_of(portal, OutboxMessage)
    assert {letter.channel for letter in letters} == {"email", "sms"}
    assert {letter.letter for letter in letters} == {Letter.MESSAGE_RECEIVED}
    values = [portal.cipher.decrypt(letter.values_sealed) for letter in letters]
    assert all(opened.reference in value and "lunettes" not in value for value in values)
    acts = [entry.act for entry in all_of(portal, AuditEntry)]
    assert acts == ["conversation.opened"]
    audiences = {event.audience for event in all_of(portal, LiveEvent)}
    assert audiences == {"staff", f"member:{claire.member_id}"}


def test_the_receipt_waits_for_the_end_of_the_quiet_hours(
    portal: Portal, claire: MemberActor, clock: ManualClock
) -> None:
    portal.write(
        lambda *, session: session.add(
            QuietHours(account_id=claire.account_id, starts_minute=0, ends_minute=12 * 60)
        )
    )
    ask(portal, claire)
    (letter,) = all_of(portal, OutboxMessage)
    assert letter.next_try_at > clock.now()


def test_the_same_sending_twice_at_once_is_one_conversation(
    portal: Portal, claire: MemberActor
) -> None:
    with ThreadPoolExecutor(4) as threads:
        sent = list(threads.map(lambda _: ask(portal, claire, key="same"), range(4)))
    assert len(set(sent)) == 1
    assert len(all_of(portal, Conversation)) == 1
    assert len(messages_of(portal)) == 1
    assert len(all_of(portal, OutboxMessage)) == 1


def test_an_answer_is_unread_until_its_member_sees_it_and_rings_without_saying_what(
    portal: Portal, claire: MemberActor, clock: ManualClock
) -> None:
    opened = ask(portal, claire)
    alice = portal.write(add_staff_member)
    clock.advance(timedelta(hours=2))
    answer(portal, opened, staff_id=alice)
    thread = thread_of(portal, claire, opened.reference)
    assert thread.status is Status.ANSWERED
    assert thread.due_at is None
    assert thread.unread == 1
    assert thread.messages[1].staff_name == "Alice Martin"
    assert portal.read(count_unread_conversations, actor=claire) == 1
    (bell,) = all_of(portal, Notification)
    assert bell.href == f"/messagerie/{opened.reference}"
    news = [letter for letter in all_of(portal, OutboxMessage) if letter.letter == Letter.NEWS]
    assert all("virement" not in portal.cipher.decrypt(one.values_sealed) for one in news)

    see = {"actor": claire, "now": clock.now(), "reference": opened.reference}
    assert portal.write(see_answers, **see)
    assert not portal.write(see_answers, **see)
    seen = thread_of(portal, claire, opened.reference)
    assert seen.unread == 0
    assert seen.messages[1].read_at == clock.now()
    assert seen.messages[0].read_at is None
    assert portal.read(count_unread_conversations, actor=claire) == 0


def test_the_member_sees_when_the_staff_read_their_message(
    portal: Portal, claire: MemberActor, clock: ManualClock
) -> None:
    opened = ask(portal, claire)
    assert row_of(portal, opened).staff_unread == 1

    def open_it(*, session: Any) -> bool:
        row = session.get(Conversation, opened.conversation_id)
        return mark_read(session, conversation=row, reader=Author.STAFF, now=clock.now())

    clock.advance(timedelta(minutes=5))
    assert portal.write(open_it)
    assert not portal.write(open_it)
    assert row_of(portal, opened).staff_unread == 0
    (line,) = thread_of(portal, claire, opened.reference).messages
    assert line.read_at == clock.now()


def test_a_reply_waits_anew_and_what_was_promised_before_still_holds(
    portal: Portal, claire: MemberActor, clock: ManualClock
) -> None:
    opened = ask(portal, claire)
    clock.advance(timedelta(hours=1))
    write_reply(portal, claire, opened.reference, "J’ajoute une précision.")
    assert row_of(portal, opened).due_at == opened.due_at
    answer(portal, opened)
    clock.advance(timedelta(days=7))
    write_reply(portal, claire, opened.reference, "Merci", stamp="b" * 24)
    row = row_of(portal, opened)
    assert row.status == Status.WAITING
    assert row.due_at is not None
    assert row.due_at > clock.now()
    assert row.answered_at is not None
    assert row.answered_at < clock.now()


def test_a_reply_sent_twice_at_once_is_one_message(portal: Portal, claire: MemberActor) -> None:
    opened = ask(portal, claire)
    with ThreadPoolExecutor(4) as threads:
        list(
            threads.map(
                lambda _: write_reply(portal, claire, opened.reference, "Une précision."), range(4)
            )
        )
    assert len(messages_of(portal)) == 2
    write_reply(portal, claire, opened.reference, "Une autre précision.")
    assert len(messages_of(portal)) == 3
    assert row_of(portal, opened).staff_unread == 3


def test_both_sides_writing_at_once_lose_nothing(portal: Portal, claire: MemberActor) -> None:
    opened = ask(portal, claire)

    def write(turn: int) -> None:
        if turn % 2:
            answer(portal, opened, f"Réponse {turn}")
        else:
            write_reply(portal, claire, opened.reference, f"Question {turn}", f"{turn:024x}")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(8)))
    row = row_of(portal, opened)
    assert len(messages_of(portal)) == 9
    assert (row.member_unread, row.staff_unread) == (4, 5)
    assert row.version == 5


def test_a_closed_conversation_is_open_again_when_its_member_writes(
    portal: Portal, claire: MemberActor
) -> None:
    opened = ask(portal, claire)
    answer(portal, opened)
    close(portal, opened)
    assert thread_of(portal, claire, opened.reference).status is Status.CLOSED
    write_reply(portal, claire, opened.reference, "Il manque quelque chose.")
    thread = thread_of(portal, claire, opened.reference)
    assert thread.status is Status.WAITING
    assert thread.closed_at is None
    assert thread.due_at is not None


def test_a_late_answer_can_be_asked_for_once(
    portal: Portal, claire: MemberActor, clock: ManualClock
) -> None:
    opened = ask(portal, claire)
    with pytest.raises(NotAllowed):
        write_nudge(portal, claire, opened.reference)
    clock.advance(timedelta(days=6))
    thread = thread_of(portal, claire, opened.reference)
    assert thread.is_late
    assert not thread.chased

    def chase(_: int) -> bool:
        try:
            write_nudge(portal, claire, opened.reference)
        except NotAllowed:
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(chase, range(4))) == 1
    thread = thread_of(portal, claire, opened.reference)
    assert thread.chased
    assert thread.is_late
    assert len(thread.messages) == 2


def test_somebody_elses_conversation_is_unknown_in_the_same_words(
    portal: Portal, claire: MemberActor
) -> None:
    opened = ask(portal, claire)
    paul = portal.write(add_member, first_name="Paul")
    said = set()
    for reference in (opened.reference, "M-AAAAAA", "1", "", str(opened.conversation_id)):
        for act in (
            lambda r: thread_of(portal, paul, r),
            lambda r: write_reply(portal, paul, r, "Bonjour à vous"),
            lambda r: write_nudge(portal, paul, r),
            lambda r: portal.write(see_answers, actor=paul, now=portal.clock.now(), reference=r),
            lambda r: portal.write(
                keep_reply,
                actor=paul,
                now=portal.clock.now(),
                reference=r,
                body="x",
                stamp=STAMP,
            ),
        ):
            with pytest.raises(NotFound) as refused:
                act(reference)
            said.add(refused.value.sentence)
    assert len(said) == 1
    assert found(portal, paul, text="lunettes").count == 0
    assert not found(portal, paul).has_any


def test_the_staff_and_visitors_have_no_conversations_of_their_own(
    portal: Portal, claire: MemberActor
) -> None:
    opened = ask(portal, claire)
    for actor in (Visitor(), None):
        with pytest.raises(NotAllowed):
            write_reply(portal, actor, opened.reference, "Bonjour")
        with pytest.raises(NotAllowed):
            portal.read(count_unread_conversations, actor=actor)


def test_a_conversation_is_about_ones_own_reimbursement_only(
    portal: Portal, claire: MemberActor
) -> None:
    claim = portal.write(add_claim, actor=claire)
    opened = ask(portal, claire, claim_id=claim)
    about = thread_of(portal, claire, opened.reference).claim
    assert about is not None
    assert about.id == claim
    now = portal.clock.now()
    (line,) = portal.read(conversations_about, actor=claire, now=now, claim_id=claim)
    assert line.reference == opened.reference
    paul = portal.write(add_member, first_name="Paul")
    assert portal.read(conversations_about, actor=paul, now=now, claim_id=claim) == ()
    with pytest.raises(NotFound):
        ask(portal, paul, claim_id=claim)


def test_unread_comes_first_then_the_most_recent_and_what_is_over_is_hidden(
    portal: Portal, claire: MemberActor, clock: ManualClock
) -> None:
    titles = ["ancienne", "répondue", "récente", "terminée"]
    opened = {}
    for title in titles:
        clock.advance(timedelta(minutes=1))
        opened[title] = ask(portal, claire, title=title)
    answer(portal, opened["répondue"])
    clock.advance(timedelta(minutes=1))
    answer(portal, opened["terminée"])
    see = {"actor": claire, "now": clock.now(), "reference": opened["terminée"].reference}
    portal.write(see_answers, **see)
    close(portal, opened["terminée"])
    clock.advance(timedelta(minutes=1))
    write_reply(portal, claire, opened["récente"].reference, "Et aussi")

    page = found(portal, claire)
    assert [line.title for line in page.lines] == ["répondue", "récente", "ancienne"]
    assert (page.closed, page.unread, page.count) == (1, 1, 3)
    everything = found(portal, claire, closed=True)
    assert [line.title for line in everything.lines][-2:] == ["terminée", "ancienne"]
    assert everything.count == 4


def test_a_search_finds_words_of_both_sides_titles_and_references_without_accents(
    portal: Portal, claire: MemberActor
) -> None:
    glasses = ask(portal, claire)
    crown = ask(portal, claire, body="Une question de prothèse dentaire.", title="Devis")
    answer(portal, crown, "Votre couronne est prise en charge.")
    close(portal, crown)
    portal.write(see_answers, actor=claire, now=portal.clock.now(), reference=crown.reference)
    for text, expected in (
        ("LUNETTES", glasses),
        ("prothese", crown),
        ("couronne prothèse", crown),
        ("devis", crown),
        (glasses.reference.lower(), glasses),
    ):
        page = found(portal, claire, text=text)
        assert [line.reference for line in page.lines] == [expected.reference], text
    (line,) = found(portal, claire, text="prothese").lines
    assert [piece.text for piece in line.preview if piece.is_match] == ["prothèse"]
    assert line.preview_author is Author.MEMBER
    assert found(portal, claire, text="lunettes couronne").count == 0


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_hostile_texts_are_looked_for_and_kept_as_text(
    portal: Portal, claire: MemberActor, text: str
) -> None:
    ask(portal, claire)
    assert found(portal, claire, text=text).count in {0, 1}
    kept = portal.write(
        save_draft, actor=claire, now=portal.clock.now(), place="new", body=text[:20_000]
    )
    assert "\x00" not in kept.body


def test_a_list_takes_as_many_statements_whatever_it_holds(
    portal: Portal, claire: MemberActor
) -> None:
    ask(portal, claire)
    with statements(portal.engine) as few:
        found(portal, claire, text="bonjour")
    for turn in range(25):
        answer(portal, ask(portal, claire))
        if turn % 12 == 0:
            forget_quota(portal)
    with statements(portal.engine) as many:
        page = found(portal, claire, text="bonjour", page=2)
    assert len(many) == len(few) <= 5
    assert (page.page, page.pages, page.count) == (2, 2, 26)


def forget_quota(portal: Portal) -> None:
    portal.write(lambda *, session: session.execute(delete(SignInFailure)))


def test_a_member_cannot_flood_the_staff(portal: Portal, claire: MemberActor) -> None:
    opened = ask(portal, claire)
    for turn in range(29):
        write_reply(portal, claire, opened.reference, f"Message {turn}", f"{turn:024x}")
    with pytest.raises(NotAllowed, match="conservé"):
        write_reply(portal, claire, opened.reference, "Encore un", "c" * 24)
    assert len(messages_of(portal)) == 30


def test_a_reply_is_at_most_750_characters_and_never_nothing(
    portal: Portal, claire: MemberActor
) -> None:
    opened = ask(portal, claire)
    for text in ("", " \n", "x" * 751):
        with pytest.raises(InvalidInput):
            write_reply(portal, claire, opened.reference, text)
    write_reply(portal, claire, opened.reference, "é" * 750)
    write_reply(portal, claire, opened.reference, "Oui")
    assert len(messages_of(portal)) == 3


def test_a_half_written_reply_is_kept_until_it_is_sent(portal: Portal, claire: MemberActor) -> None:
    opened = ask(portal, claire)
    keep = {"actor": claire, "now": portal.clock.now(), "reference": opened.reference}
    portal.write(keep_reply, **keep, body="Je voul", stamp=STAMP)
    portal.write(keep_reply, **keep, body="Je voulais dire", stamp="b" * 24)
    draft = thread_of(portal, claire, opened.reference).draft
    assert draft is not None
    assert (draft.body, draft.stamp) == ("Je voulais dire", STAMP)
    (line,) = found(portal, claire).lines
    assert line.has_draft
    write_reply(portal, claire, opened.reference, "Je voulais dire merci", draft.stamp)
    assert thread_of(portal, claire, opened.reference).draft is None


def test_drafts_are_ones_own_and_one_for_each_place(portal: Portal, claire: MemberActor) -> None:
    paul = portal.write(add_member, first_name="Paul")
    now = portal.clock.now()

    def save(_: int) -> str:
        return portal.write(
            save_draft, actor=claire, now=now, place="new", choices={"theme": "x"}
        ).stamp

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(save, range(4)))) == 1
    portal.write(save_draft, actor=claire, now=now, place="new", body="Bonjour")
    draft = portal.read(read_draft, actor=claire, place="new")
    assert draft is not None
    assert (draft.body, draft.choices) == ("Bonjour", {"theme": "x"})
    assert portal.read(read_draft, actor=paul, place="new") is None
    assert not portal.write(discard_draft, actor=paul, now=now, place="new")
    assert portal.write(discard_draft, actor=claire, now=now, place="new")
    with pytest.raises(InvalidInput):
        portal.write(save_draft, actor=claire, now=now, place="new", body="x" * 20_001)
    with pytest.raises(NotAllowed):
        portal.read(read_draft, actor=Visitor(), place="new")


def test_saving_the_same_draft_again_wakes_nobody(portal: Portal, claire: MemberActor) -> None:
    now = portal.clock.now()
    for _ in range(3):
        portal.write(save_draft, actor=claire, now=now, place=draft_place(1), body="Bonjour")
    events = [event.topic for event in all_of(portal, LiveEvent)]
    assert events == ["drafts"]


def test_a_member_whose_account_is_gone_is_answered_all_the_same(
    portal: Portal, claire: MemberActor
) -> None:
    opened = ask(portal, claire)

    def disable(*, session: Any) -> None:
        session.get(Account, claire.account_id).disabled_at = portal.clock.now()

    portal.write(disable)
    answer(portal, opened)
    assert all_of(portal, Notification) == []
    assert len(portal.read(lambda *, session: list(session.scalars(select(col(Message.id)))))) == 2


def test_sending_a_document_leads_to_a_motive_of_the_tree(portal: Portal) -> None:
    motive = SEND_DOCUMENT.partition("motif=")[2]
    assert portal.flows.messages.way_to(motive) is not None
