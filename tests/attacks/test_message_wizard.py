"""The wizard of a new message, with what no page would send."""

from portal.domain.message_wizard import Step
from portal.state.message_exits import MessageExitsState
from portal.state.message_sent import MessageSentState
from portal.state.message_wizard import MessageWizardState
from tests.attacks.wire import Browser, Tab, name_of
from tests.conversing import ask
from tests.hostile import HOSTILE_TEXTS
from tests.server import Server

PAGE = "/messagerie/nouveau"
TEXT = "Un message écrit par la mauvaise porte."
COUNT = "SELECT count(*) FROM conversation"


def call(tab: Tab, handler: str, **payload: object) -> None:
    tab.call(name_of(MessageWizardState, handler), payload)


def forget(server: Server, member: str) -> None:
    account_id = server.actor(member).account_id
    server.sql("DELETE FROM message_draft WHERE account_id = :id", id=account_id)


def test_steps_cannot_be_skipped_and_nothing_is_sent_out_of_turn(
    server: Server, yanis: Browser
) -> None:
    forget(server, "young")
    before = server.sql(COUNT)
    with yanis.tab(PAGE) as tab:
        call(tab, "send")
        call(tab, "back_to", step=Step.RECAP)
        call(tab, "write_body", form_data={"body": TEXT})
        call(tab, "send")
        for handler in ("write_anyway", "change_choice", "undo"):
            tab.call(name_of(MessageExitsState, handler))
        call(tab, "send")
        assert tab.of(MessageWizardState)["step"] == Step.THEME
    assert server.sql(COUNT) == before


def test_made_up_choices_lead_nowhere(server: Server, yanis: Browser) -> None:
    forget(server, "young")
    before = server.sql(COUNT)
    with yanis.tab(PAGE) as tab:
        for text in HOSTILE_TEXTS[:30]:
            for handler, name in (
                ("choose", "choice"),
                ("choose_profile", "profile"),
                ("back_to", "step"),
            ):
                tab.send(name_of(MessageWizardState, handler), {name: text})
        tab.settle()
        for payload in ({"choice": "x" * 81}, {"choice": ["sante"]}, {"choice": "sante", "b": 1}):
            tab.send(name_of(MessageWizardState, "choose"), payload)
        tab.settle()
        shown = tab.of(MessageWizardState)
        assert (shown["step"], shown["levels"]) == (Step.THEME, [])
    assert server.sql(COUNT) == before


def test_what_is_another_member_s_answers_as_what_does_not_exist(
    server: Server, yanis: Browser
) -> None:
    forget(server, "young")
    claire = server.actor("family")
    line = server.sql("SELECT min(id) FROM claim WHERE member_id = :m", m=claire.member_id)[0][0]
    hers = ask(server.portal, claire, TEXT, claim_id=line)
    seen = []
    for query in (
        f"?remboursement={line}",
        "?remboursement=999999999",
        f"?etape=envoye&reference={hers.reference}",
        "?etape=envoye&reference=M-AAAAAA",
    ):
        with yanis.tab(PAGE + query) as tab:
            assert TEXT not in tab.everything
            shown = tab.of(MessageWizardState)
            proof = tab.of(MessageSentState)["proof"]
            seen.append((proof, *(shown[name] for name in ("about", "problem", "step"))))
    assert seen[0] == seen[1]
    assert seen[2] == seen[3]
    assert {proof["reference"] for proof, *_ in seen} == {""}


def test_a_stranger_writes_nothing(server: Server, stranger: Browser) -> None:
    before = server.sql("SELECT count(*) FROM message_draft")
    with stranger.tab(PAGE) as tab:
        call(tab, "choose", choice="sante")
        call(tab, "keep_body", text=TEXT)
        call(tab, "send")
    assert server.sql("SELECT count(*) FROM message_draft") == before
