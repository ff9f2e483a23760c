"""Members, the staff and strangers: each kept out of the others' parts, event by event."""

from collections.abc import Iterator

import pytest
from reflex_base.registry import RegistrationContext

import portal.portal  # noqa: F401 - registers every state
from portal.domain.actors import Operator, Role
from portal.services.staff import add_staff
from portal.state.access import Access, access_of
from portal.state.proof import ProofState
from portal.state.second_step import SecondStepState
from portal.state.shell import MemberShellState
from portal.state.sign_in import SignInState
from portal.state.staff_home import StaffShellState
from tests.attacks.wire import Browser, Tab, name_of
from tests.server import Server

NAME = "Alice Martin-Planquet"
PASSWORD = "Lavande-Mistral-27"


@pytest.fixture(scope="session")
def alice_id(server: Server) -> int:
    """The account of one of the staff, who may do the least."""
    return server.portal.write(
        add_staff,
        cipher=server.portal.cipher,
        now=server.portal.clock.now(),
        actor=Operator(),
        email="alice@attacks.example.org",
        name=NAME,
        role=Role.AGENT,
        password=PASSWORD,
    )


@pytest.fixture
def alice(server: Server, alice_id: int) -> Iterator[Browser]:
    """A browser in which Alice, of the staff, is signed in."""
    with Browser(server, session=server.open_session(alice_id)) as browser:
        yield browser


def handlers(access: Access) -> list[str]:
    known = RegistrationContext.get().event_handlers.items()
    return sorted(
        name
        for name, handler in known
        if access_of(handler) is access and not handler.states[0].__module__.startswith("tests.")
    )


def refuse_each(tab: Tab, names: list[str], home: str) -> None:
    for name in names:
        refused = len(tab.redirects)
        tab.call(name)
        assert tab.redirects[refused:] == [home], name


def test_staff_call_no_handler_of_the_members(alice: Browser) -> None:
    names = handlers(Access.MEMBER)
    assert len(names) > 20
    for start in range(0, len(names), 20):
        with alice.tab("/admin") as tab:
            refuse_each(tab, names[start : start + 20], "/admin")
            assert not tab.of(MemberShellState).get("member_name")


def test_a_member_calls_no_handler_of_the_staff(claire: Browser) -> None:
    names = [
        name
        for access in (Access.STAFF, Access.MANAGER, Access.ADMINISTRATOR)
        for name in handlers(access)
    ]
    assert names
    for start in range(0, len(names), 20):
        with claire.tab("/espace") as tab:
            refuse_each(tab, names[start : start + 20], "/espace")
            assert not tab.of(StaffShellState).get("staff_name")


def test_each_page_leads_those_it_is_not_for_to_their_own(
    alice: Browser, claire: Browser, stranger: Browser
) -> None:
    with alice.tab("/admin") as tab:
        assert tab.of(StaffShellState)["staff_name"] == NAME
    for browser, path, home in (
        (alice, "/espace", "/admin"),
        (alice, "/remboursements", "/admin"),
        (claire, "/admin", "/espace"),
        (stranger, "/admin", "/connexion?next=/admin"),
        (stranger, "/verification", "/connexion?next=/verification"),
    ):
        with browser.tab(path) as tab:
            assert set(tab.redirects) == {home}
            assert (NAME in tab.everything) is False
            assert "Moreau-Diallo" not in tab.everything


def test_a_member_s_tab_holds_nothing_of_theirs_once_staff_take_over_the_browser(
    claire: Browser, server: Server, alice_id: int
) -> None:
    token = "a-tab-that-two-people-share"
    with claire.tab("/remboursements", token=token) as tab:
        assert "Moreau-Diallo" in tab.everything
    cookies = {**claire.cookies, "portal_session": server.open_session(alice_id)}
    with claire.tab("/admin/reponses-types", token=token, cookies=cookies) as tab:
        assert tab.of(StaffShellState)["staff_name"] == NAME
        assert "Moreau-Diallo" not in tab.everything


@pytest.mark.usefixtures("alice_id")
def test_the_handle_of_a_sign_in_under_way_is_never_sent_and_another_browser_gets_nothing_of_it(
    stranger: Browser, claire: Browser, server: Server
) -> None:
    token = "a-tab-token-that-was-stolen"
    form = {"email": "alice@attacks.example.org", "password": PASSWORD}
    with stranger.tab(token=token) as tab:
        tab.call(name_of(SignInState, "submit"), {"form_data": form})
        assert tab.redirects == ["/connexion/verification?next=/espace"]
        assert tab.of(SignInState)["ticket"] == ""
        assert "_handle" not in tab.everything
    with stranger.tab("/connexion/verification", token=token) as tab:
        assert tab.of(SecondStepState)["enrolment"]["secret"]
        secret = tab.of(SecondStepState)["enrolment"]["secret"]
    with Browser(server) as thief:
        for browser in (thief, claire):
            with browser.tab("/connexion/verification", token=token) as tab:
                tab.call(name_of(SecondStepState, "submit"), {"form_data": {"code": "123456"}})
                assert secret not in tab.everything
                assert tab.of(SecondStepState)["ticket"] == ""


@pytest.mark.parametrize(
    ("handler", "payload"),
    [
        ("submit", {"form_data": {"code": "1" * 65}}),
        ("submit", {"form_data": {"code": 123456}}),
        ("submit", {"form_data": {"code": "123456", "trust": "on"}}),
        ("submit", {"form_data": {}}),
        ("set_trust", {"trust": "true"}),
        ("choose", {"method": "x" * 17}),
        ("choose", {"method": "sms", "handle": "x"}),
        ("take_passkey", {"response": "x" * 20_000}),
        ("take_passkey", {"response": {}}),
        ("choose", {"method": "sms"}),
        ("send_again", {}),
        ("submit", {"form_data": {"code": "123456"}}),
        ("take_passkey", {"response": "{}"}),
        ("ask_passkey", {}),
    ],
)
def test_the_second_step_gives_a_stranger_nothing(
    stranger: Browser, server: Server, handler: str, payload: dict
) -> None:
    sent = server.sql("SELECT count(*) FROM outbox_message WHERE letter = 'sign_in_code'")
    with stranger.tab() as tab:
        tab.call(name_of(SecondStepState, handler), payload)
        assert tab.of(SecondStepState)["ticket"] == ""
        assert tab.of(SecondStepState)["passkey_options"] == ""
    assert server.sql("SELECT count(*) FROM outbox_message WHERE letter = 'sign_in_code'") == sent


def test_only_a_demonstration_member_confirms_without_a_proof(
    alice: Browser, claire: Browser
) -> None:
    with alice.tab("/verification") as tab:
        assert tab.of(ProofState)["is_staff"]
        tab.call(name_of(ProofState, "confirm_demo"))
        assert tab.of(ProofState)["ticket"] == ""
        assert tab.of(ProofState)["error"]
    with claire.tab("/verification?next=//example.org") as tab:
        tab.call(name_of(ProofState, "confirm_demo"))
        assert tab.of(ProofState)["ticket"]
        assert tab.of(ProofState)["next_path"] == "/espace"


def test_an_agent_calls_no_handler_of_a_manager_or_an_administrator(alice: Browser) -> None:
    names = [*handlers(Access.MANAGER), *handlers(Access.ADMINISTRATOR)]
    assert len(names) > 15
    for start in range(0, len(names), 20):
        with alice.tab("/admin") as tab:
            refuse_each(tab, names[start : start + 20], "/admin")


def test_the_log_leaves_as_a_file_for_administrators_only(
    stranger: Browser, claire: Browser, alice: Browser
) -> None:
    for browser, home in ((stranger, "/connexion"), (claire, "/espace"), (alice, "/admin")):
        answer = browser.get("/exports/journal.csv?q=a")
        assert (answer.status_code, answer.headers["location"]) == (303, home)
