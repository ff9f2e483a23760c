"""The staff's desk: closed to members and strangers, and to payloads that are none."""

import pytest
from reflex_base.registry import RegistrationContext

import portal.portal  # noqa: F401 - registers every state
from portal.domain.actors import Operator, Role
from portal.services.demo import demo_staff
from portal.services.staff import add_staff
from portal.state.canned_replies import CannedRepliesState
from portal.state.desk import DeskState
from portal.state.desk_acts import DeskActsState
from portal.state.desk_calls import DeskCallsState
from portal.state.desk_thread import DeskThreadState
from portal.state.sign_in import SignInState
from portal.state.staff_home import StaffHomeState, StaffShellState
from tests.attacks.wire import Browser, name_of
from tests.conversing import ask
from tests.desk import staff as add_agent
from tests.hostile import HOSTILE_TEXTS
from tests.server import Server

STATES = (
    CannedRepliesState,
    DeskState,
    DeskActsState,
    DeskCallsState,
    DeskThreadState,
    StaffHomeState,
)
SECRET = "Seuls les collegues de la file lisent ceci."
ROWS = (
    "SELECT (SELECT count(*) FROM message), (SELECT count(*) FROM conversation_note),"
    " (SELECT count(*) FROM canned_reply), (SELECT count(*) FROM presence),"
    " (SELECT count(*) FROM conversation WHERE assignee_id IS NOT NULL)"
)


def of(reference: str) -> str:
    """The page of a conversation; its query stands for what the browser reads in the path."""
    return f"/admin/messages/{reference}?conversation_reference={reference}"


def desk_handlers() -> list[str]:
    known = RegistrationContext.get().event_handlers.items()
    return sorted(
        name
        for name, handler in known
        if handler.states[0] in STATES and not name.endswith(".setvar")
    )


def test_neither_a_member_nor_a_stranger_calls_any_handler_of_the_desk(
    server: Server, claire: Browser, stranger: Browser
) -> None:
    reference = ask(server.portal, server.actor("retired"), SECRET).reference
    names, before = desk_handlers(), server.sql(ROWS)
    assert len(names) > 40
    for browser, home in ((claire, "/espace"), (stranger, "/connexion?next=/admin/messages")):
        for start in range(0, len(names), 20):
            with browser.tab(of(reference)) as tab:
                for name in names[start : start + 20]:
                    tab.call(name)
                assert {one.partition("/M-")[0] for one in tab.redirects} == {home}
                assert SECRET not in tab.everything
    assert server.sql(ROWS) == before


@pytest.mark.parametrize(
    ("state", "handler", "payload"),
    [
        (DeskState, "take_one", {"conversation_id": "1"}),
        (DeskState, "take_one", {"conversation_id": 2**31}),
        (DeskState, "select", {"conversation_id": 1, "wanted": "yes"}),
        (DeskState, "set_search", {"text": "x" * 121}),
        (DeskThreadState, "keep", {"text": "x" * 20_001}),
        (DeskThreadState, "send", {"form_data": {"answer": "Bonjour.", "stamp": "' OR 1"}}),
        (DeskThreadState, "send", {"form_data": {"answer": "Bonjour.", "stamp": "a", "id": 1}}),
        (DeskThreadState, "sending", {"closes": 1, "anyway": 0}),
        (DeskActsState, "add_note", {"form_data": {"note": "x"}}),
        (DeskActsState, "move", {"form_data": {"team": "sante", "word": "", "ids": [1]}}),
        (DeskCallsState, "take", {"booking_id": 1, "version": True}),
        (DeskCallsState, "step", {"days": 4000}),
        (CannedRepliesState, "delete", {"reply_id": -1}),
    ],
)
def test_what_does_not_fit_never_runs(
    server: Server, state: type, handler: str, payload: dict[str, object]
) -> None:
    before = server.sql(ROWS)
    with Browser(server, session=server.sign_in("agent")) as browser, browser.tab("/admin") as tab:
        tab.call(name_of(state, handler), payload)
        assert tab.of(StaffShellState)["staff_name"] == "Nadia Benali"
    assert server.sql(ROWS) == before


def test_no_text_of_the_staff_s_breaks_the_desk(server: Server) -> None:
    reference = ask(server.portal, server.actor("retired")).reference
    with Browser(server, session=server.sign_in("agent")) as browser:
        # A few texts a tab: a connection that sends too much is no longer heard.
        for start in range(0, len(HOSTILE_TEXTS), 12):
            with browser.tab(of(reference)) as tab:
                for text in HOSTILE_TEXTS[start : start + 12]:
                    tab.send(name_of(DeskThreadState, "keep"), {"text": text[:20_000]})
                    tab.send(name_of(DeskThreadState, "choose_canned"), {"code": text[:48]})
                    note = {"note": text[:2_000], "stamp": "ab"}
                    tab.send(name_of(DeskActsState, "add_note"), {"form_data": note})
                    tab.settle()
                tab.call(name_of(DeskThreadState, "keep"), {"text": "Toujours là."})
        with browser.tab(of(reference)) as tab:
            assert tab.of(DeskThreadState)["draft"] == "Toujours là."


def test_a_member_is_never_sent_a_note(server: Server, claire: Browser) -> None:
    reference = ask(server.portal, server.actor("family")).reference
    agent = Browser(server, session=server.sign_in("agent"))
    with agent, agent.tab(of(reference)) as tab:
        note = {"note": SECRET, "stamp": "cd"}
        tab.call(name_of(DeskActsState, "add_note"), {"form_data": note})
        assert SECRET in tab.everything
    for path in (
        "/messagerie",
        f"/messagerie/{reference}?conversation_reference={reference}",
        "/espace",
        "/notifications",
    ):
        with claire.tab(path) as tab:
            tab.settle()
            assert SECRET not in tab.everything, path


def test_the_staff_s_demonstration_button_opens_no_account_of_the_real_staff(
    server: Server, stranger: Browser
) -> None:
    real = server.portal.write(
        add_staff,
        cipher=server.portal.cipher,
        now=server.portal.clock.now(),
        actor=Operator(),
        email="real@desk.example.org",
        name="Vraie Personne",
        role=Role.ADMINISTRATOR,
        password="Lavande-Mistral-27",
    )
    bare = add_agent(server.portal).account_id
    with stranger.tab("/connexion") as tab:
        offered = {one["account_id"] for one in tab.of(SignInState)["staff_cast"]}
        assert offered == {one.account_id for one in server.portal.read(demo_staff)}
        assert not offered & {real, bare}
        for account_id in (real, bare):
            tab.call(name_of(SignInState, "enter_as"), {"account_id": account_id})
            assert tab.of(SignInState)["ticket"] == ""
