"""A new message: its draft, followed from device to device, and sent once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, select

from portal.adapters.flows import Flows
from portal.bootstrap import Portal
from portal.domain.actors import MemberActor, Visitor
from portal.domain.conversations import MAX_TYPED
from portal.domain.errors import InvalidInput, NotAllowed, NotFound
from portal.domain.files_held import of_draft, of_message
from portal.domain.message_tree import MessageTree, Profile
from portal.domain.message_wizard import PLACE, Outcome, Step, Writing, next_question, shown_step
from portal.models.files import StoredFile
from portal.models.messages import Conversation, Message, MessageDraft, ServiceOffer
from portal.models.outbox import OutboxMessage
from portal.services.message_sending import Sent, read_sent, send
from portal.services.message_wizard import Wizard, abandon, as_kept, keep, open_wizard, restore
from portal.services.service_offers import decide_offer, offer_service
from tests.cast import add_claim, add_member
from tests.hostile import HOSTILE_TEXTS

PARIS = ZoneInfo("Europe/Paris")
TREE = Flows().messages
TEXT = "Bonjour, mon remboursement du 3 octobre n’apparaît pas."
ABSENT = Writing(
    stamp="s1",
    theme="remboursements",
    subject="remboursement-suivi",
    motive="remboursement-absent",
    body=TEXT,
)


@pytest.fixture
def claire(portal: Portal) -> MemberActor:
    return portal.write(add_member)


def opened(portal: Portal, actor: Any, tree: MessageTree = TREE, **asked: Any) -> Wizard:
    return portal.write(open_wizard, actor=actor, now=portal.clock.now(), tree=tree, **asked)


def kept(portal: Portal, actor: Any, writing: Writing = ABSENT) -> Writing:
    return portal.write(keep, actor=actor, now=portal.clock.now(), writing=writing)


def sent(portal: Portal, actor: Any, writing: Writing = ABSENT, tree: MessageTree = TREE) -> Sent:
    return portal.write(
        send,
        actor=actor,
        now=portal.clock.now(),
        cipher=portal.cipher,
        zone=PARIS,
        tree=tree,
        writing=writing,
    )


def rows(portal: Portal, table: type) -> list[Any]:
    def all_of(*, session: Session) -> list[Any]:
        return list(session.exec(select(table)))

    return portal.read(all_of)


def add_file(portal: Portal, actor: MemberActor, name: str = "facture.pdf") -> None:
    def add(*, session: Session) -> None:
        session.add(
            StoredFile(
                public_id=name,
                stored_name=name,
                key=name,
                holder=of_draft(actor.account_id, PLACE),
                account_id=actor.account_id,
                member_id=actor.member_id,
                name=name,
                media_type="application/pdf",
                size=10,
                received_size=10,
                received_sha256="0" * 64,
                content_key_sealed=portal.cipher.encrypt("key"),
                created_at=portal.clock.now(),
            )
        )

    portal.write(add)


def holders(portal: Portal) -> list[str]:
    return [file.holder for file in rows(portal, StoredFile)]


def without(motive: str) -> MessageTree:
    """The tree as if somebody had taken a motive out of it."""
    return MessageTree(
        tuple(
            replace(
                theme,
                subjects=tuple(
                    replace(
                        subject,
                        motives=tuple(one for one in subject.motives if one.id != motive),
                    )
                    for subject in theme.subjects
                ),
            )
            for theme in TREE.themes
        ),
        TREE.teams,
        TREE.services,
    )


# ------------------------------------------------------------------------------- the steps


def test_each_answer_leads_to_the_next_question() -> None:
    writing = Writing("s")
    asked = [next_question(writing.way(TREE))]
    for step, answer in (
        (Step.THEME, ABSENT.theme),
        (Step.SUBJECT, ABSENT.subject),
        (Step.MOTIVE, ABSENT.motive),
    ):
        writing = writing.answering(step, answer)
        asked.append(next_question(writing.way(TREE)))
    assert asked == [Step.THEME, Step.SUBJECT, Step.MOTIVE, Step.MESSAGE]


def test_another_theme_empties_the_answers_that_hang_on_it_and_the_same_one_keeps_them() -> None:
    assert ABSENT.answering(Step.THEME, "remboursements") == ABSENT
    changed = ABSENT.answering(Step.THEME, "retraite")
    assert (changed.theme, changed.subject, changed.motive) == ("retraite", "", "")
    assert changed.body == TEXT
    assert ABSENT.answering(Step.SUBJECT, "remboursement-pieces").motive == ""


@pytest.mark.parametrize(
    ("asked", "can_be_sent", "shown"),
    [
        ("theme", False, Step.THEME),
        ("message", False, Step.MESSAGE),
        ("recapitulatif", False, Step.MESSAGE),
        ("recapitulatif", True, Step.RECAP),
        ("", True, Step.MESSAGE),
        ("<script>", True, Step.MESSAGE),
    ],
)
def test_the_address_leads_no_further_than_the_answers(
    asked: str, can_be_sent: bool, shown: Step
) -> None:
    assert shown_step(asked, ABSENT.way(TREE), can_be_sent=can_be_sent) is shown
    assert shown_step("recapitulatif", Writing("").way(TREE), can_be_sent=True) is Step.THEME


def test_identifiers_of_any_origin_lead_nowhere_or_to_what_they_name() -> None:
    for text in HOSTILE_TEXTS:
        assert TREE.way(text, text, text, text).theme is None
        assert TREE.way(Profile.PERSON, "remboursements", text, text).subject is None
        assert TREE.way_to(text) is None


# -------------------------------------------------------------------------------- the draft


def test_a_message_begun_on_one_device_is_resumed_on_another(
    portal: Portal, claire: MemberActor
) -> None:
    assert opened(portal, claire).begun_at is None
    kept(portal, claire)
    elsewhere = opened(portal, claire)
    assert elsewhere.writing == ABSENT
    assert elsewhere.begun_at == portal.clock.now()
    assert elsewhere.can_be_sent


def test_opening_the_page_leaves_nothing_behind(portal: Portal, claire: MemberActor) -> None:
    opened(portal, claire)
    assert rows(portal, MessageDraft) == []


def test_the_latest_of_two_tabs_wins_and_the_other_can_tell(
    portal: Portal, claire: MemberActor
) -> None:
    here = kept(portal, claire)
    kept(portal, claire, replace(ABSENT, body="Écrit dans l’autre onglet."))
    there = portal.read(as_kept, actor=claire)
    assert there is not None
    assert there != here
    kept(portal, claire, here)
    assert portal.read(as_kept, actor=claire) == here


def test_any_text_and_any_choice_can_be_kept_and_found_again(
    portal: Portal, claire: MemberActor
) -> None:
    for text in HOSTILE_TEXTS:
        typed = text[:MAX_TYPED]  # a handler takes no more
        kept(portal, claire, Writing("s", text, text, text, text, 0, typed))
        again = opened(portal, claire).writing
        assert next_question(again.way(TREE)) is Step.THEME


def test_an_abandoned_message_comes_back_whole(portal: Portal, claire: MemberActor) -> None:
    kept(portal, claire)
    add_file(portal, claire)
    given_up = portal.write(abandon, actor=claire, now=portal.clock.now())
    assert given_up == ABSENT
    assert opened(portal, claire).writing.body == ""
    assert holders(portal) != [of_draft(claire.account_id, PLACE)]
    portal.write(restore, actor=claire, now=portal.clock.now(), writing=given_up)
    back = opened(portal, claire)
    assert back.writing == ABSENT
    assert [file.name for file in back.files] == ["facture.pdf"]


def test_an_abandoned_message_does_not_come_back_over_another(
    portal: Portal, claire: MemberActor
) -> None:
    kept(portal, claire)
    given_up = portal.write(abandon, actor=claire, now=portal.clock.now())
    other = kept(portal, claire, replace(ABSENT, stamp="s2", body="Un autre message."))
    with pytest.raises(NotAllowed, match="autre message"):
        portal.write(restore, actor=claire, now=portal.clock.now(), writing=given_up)
    assert opened(portal, claire).writing == other


def test_an_abandoned_message_comes_back_over_choices_without_a_word(
    portal: Portal, claire: MemberActor
) -> None:
    kept(portal, claire)
    given_up = portal.write(abandon, actor=claire, now=portal.clock.now())
    opened(portal, claire, motive="retraite-releve")
    portal.write(restore, actor=claire, now=portal.clock.now(), writing=given_up)
    assert replace(opened(portal, claire).writing, stamp=ABSENT.stamp) == ABSENT


# --------------------------------------------------------------------------- deep links


def test_a_reimbursement_leads_to_a_message_about_it(portal: Portal, claire: MemberActor) -> None:
    line = portal.write(add_claim, actor=claire, act_label="Consultation")
    wizard = opened(portal, claire, claim_id=line)
    assert wizard.writing.theme == "remboursements"
    assert wizard.about is not None
    assert (wizard.about.id, wizard.about.act_label) == (line, "Consultation")


@pytest.mark.parametrize("claim_id", [999, 2**31, 10**10])
def test_a_reimbursement_that_does_not_exist_is_said(
    portal: Portal, claire: MemberActor, claim_id: int
) -> None:
    wizard = opened(portal, claire, claim_id=claim_id)
    assert "Nous ne trouvons pas" in wizard.problem
    assert wizard.about is None


def test_the_reimbursement_of_another_answers_as_one_that_does_not_exist(
    portal: Portal, claire: MemberActor
) -> None:
    hugo = portal.write(add_member, first_name="Hugo")
    line = portal.write(add_claim, actor=hugo)
    assert (
        opened(portal, claire, claim_id=line)
        == replace(opened(portal, claire, claim_id=999), writing=opened(portal, claire).writing)
        or opened(portal, claire, claim_id=line).problem
        == opened(portal, claire, claim_id=999).problem
    )
    with pytest.raises(NotFound):
        sent(portal, claire, replace(ABSENT, claim_id=line))
    assert rows(portal, Conversation) == []


def test_a_motive_named_by_the_address_answers_the_three_questions(
    portal: Portal, claire: MemberActor
) -> None:
    writing = opened(portal, claire, motive="employeur-garanties").writing
    assert writing.profile == Profile.EMPLOYER
    assert next_question(writing.way(TREE)) is Step.MESSAGE


def test_a_link_does_not_overwrite_a_message_begun(portal: Portal, claire: MemberActor) -> None:
    kept(portal, claire)
    line = portal.write(add_claim, actor=claire)
    wizard = opened(portal, claire, claim_id=line)
    assert wizard.is_other
    assert wizard.writing == ABSENT
    anew = opened(portal, claire, claim_id=line, anew=True)
    assert anew.writing.claim_id == line
    assert anew.writing.body == ""
    assert anew.writing.stamp != ABSENT.stamp
    assert not opened(portal, claire, claim_id=line).is_other


# ------------------------------------------------------------------------------ sending


def test_a_message_is_sent_with_its_files_and_acknowledged(
    portal: Portal, claire: MemberActor
) -> None:
    kept(portal, claire)
    add_file(portal, claire)
    proof = sent(portal, claire)
    (conversation,) = rows(portal, Conversation)
    (message,) = rows(portal, Message)
    assert proof.reference == conversation.reference
    assert [file.name for file in proof.files] == ["facture.pdf"]
    assert holders(portal) == [of_message(message.id)]
    assert message.body == TEXT
    assert (conversation.team, conversation.title) == ("sante", "Mon remboursement n’apparaît pas")
    assert rows(portal, MessageDraft) == []
    assert rows(portal, OutboxMessage)
    assert proof == portal.read(read_sent, actor=claire, zone=PARIS, reference=proof.reference)


def test_sending_twice_is_one_message_and_the_same_proof(
    portal: Portal, claire: MemberActor
) -> None:
    kept(portal, claire)
    assert sent(portal, claire) == sent(portal, claire)
    assert len(rows(portal, Message)) == 1


def test_two_tabs_that_send_at_the_same_moment_make_one_message(
    portal: Portal, claire: MemberActor
) -> None:
    kept(portal, claire)
    with ThreadPoolExecutor(4) as threads:
        proofs = set(threads.map(lambda _: sent(portal, claire).reference, range(4)))
    assert len(proofs) == 1
    assert len(rows(portal, Conversation)) == len(rows(portal, Message)) == 1


def test_another_text_of_a_message_sent_meanwhile_is_not_lost_nor_sent_unasked(
    portal: Portal, claire: MemberActor
) -> None:
    kept(portal, claire)
    sent(portal, claire)
    late = replace(ABSENT, body="Ce que l’autre onglet avait de plus.")
    with pytest.raises(InvalidInput, match="déjà parti"):
        sent(portal, claire, late)
    again = kept(portal, claire, late)
    assert again.stamp != late.stamp
    assert sent(portal, claire, again)
    assert {message.body for message in rows(portal, Message)} == {TEXT, late.body}


def test_a_message_sent_from_one_tab_leaves_the_draft_of_another(
    portal: Portal, claire: MemberActor
) -> None:
    other = kept(portal, claire, replace(ABSENT, stamp="s2", body="Un tout autre message."))
    add_file(portal, claire)
    assert sent(portal, claire).files == ()
    assert opened(portal, claire).writing == other
    assert holders(portal) == [of_draft(claire.account_id, PLACE)]


def test_choices_that_the_tree_no_longer_has_are_refused_and_nothing_is_lost(
    portal: Portal, claire: MemberActor
) -> None:
    kept(portal, claire)
    changed = without(ABSENT.motive)
    with pytest.raises(InvalidInput, match="choix proposés ont changé") as refused:
        sent(portal, claire, tree=changed)
    assert refused.value.field == "motive"
    again = opened(portal, claire, changed)
    assert again.writing.body == TEXT
    assert next_question(again.writing.way(changed)) is Step.MOTIVE


def test_hostile_identifiers_are_never_sent(portal: Portal, claire: MemberActor) -> None:
    for text in HOSTILE_TEXTS:
        with pytest.raises(InvalidInput):
            sent(portal, claire, Writing("s", text, text, text, text, 0, TEXT))
    assert rows(portal, Conversation) == []


def test_the_proof_of_another_answers_as_one_that_does_not_exist(
    portal: Portal, claire: MemberActor
) -> None:
    proof = sent(portal, claire)
    hugo = portal.write(add_member, first_name="Hugo")
    for reference in (proof.reference, "M-NOTHING", *HOSTILE_TEXTS[:8]):
        with pytest.raises(NotFound, match="n’existe pas"):
            portal.read(read_sent, actor=hugo, zone=PARIS, reference=reference)


def test_only_members_write(portal: Portal) -> None:
    with pytest.raises(NotAllowed):
        opened(portal, Visitor())
    with pytest.raises(NotAllowed):
        kept(portal, Visitor())
    with pytest.raises(NotAllowed):
        sent(portal, Visitor())


# -------------------------------------------------------------------------- services offered


def offer(portal: Portal, actor: MemberActor, motive: str = ABSENT.motive) -> None:
    way = TREE.way_to(motive)
    assert way is not None
    portal.write(offer_service, actor=actor, now=portal.clock.now(), stamp="s1", motive=way.motive)


def outcomes(portal: Portal) -> list[tuple[str, str]]:
    return [(row.service, row.outcome) for row in rows(portal, ServiceOffer)]


def test_an_offer_is_counted_once_with_the_last_decision(
    portal: Portal, claire: MemberActor
) -> None:
    offer(portal, claire)
    offer(portal, claire)
    for outcome in (Outcome.CHANGED, Outcome.USED):
        portal.write(decide_offer, actor=claire, stamp="s1", motive=ABSENT.motive, outcome=outcome)
    assert outcomes(portal) == [("aide-absent", "used")]


def test_a_message_sent_all_the_same_was_written(portal: Portal, claire: MemberActor) -> None:
    offer(portal, claire)
    kept(portal, claire)
    sent(portal, claire)
    assert outcomes(portal) == [("aide-absent", "written")]


def test_nothing_is_offered_for_a_motive_without_a_service(
    portal: Portal, claire: MemberActor
) -> None:
    offer(portal, claire, "remboursement-facture")
    assert outcomes(portal) == []
