"""Every handler that anybody can call by opening the websocket: who may, and with what."""

import json
from typing import Any

import pytest
from reflex_base.registry import RegisteredEventHandler, RegistrationContext
from reflex_base.utils.format import json_dumps

import portal.portal  # noqa: F401 - registers every state
from portal.state.access import Access, access_of, payload_fits
from portal.state.appointment import AppointmentState
from portal.state.banners import BannerState
from portal.state.bell import BellState
from portal.state.bookings import BookingsState
from portal.state.callback import CallbackState
from portal.state.callback_follow import CallbackFollowState
from portal.state.claim import ClaimState
from portal.state.claims import ClaimsState
from portal.state.claims_year import ClaimsYearState
from portal.state.dashboard import DashboardState
from portal.state.demo_outbox import DemoOutboxState
from portal.state.file_consultations import FileConsultationsState
from portal.state.help import HelpArticleState, HelpState
from portal.state.live import VisitorLiveState
from portal.state.notifications import NotificationsState
from portal.state.password_reset import ForgottenState, ResetState
from portal.state.preferences import PreferencesState
from portal.state.profile import DeletionState, ProfileState
from portal.state.proof import ProofState
from portal.state.reported import ReportedState
from portal.state.second_step import SecondStepState
from portal.state.security import SecurityState
from portal.state.security_factors import SecurityFactorsState
from portal.state.security_history import SecurityHistoryState
from portal.state.security_password import SecurityPasswordState
from portal.state.shell import MemberShellState, SessionState, ShellState
from portal.state.sign_in import SignInState
from portal.state.sign_up import ConfirmationState, SignUpState
from portal.state.staff_home import StaffShellState
from portal.state.surveys import SurveyState
from portal.state.uploads import UploadsState
from tests.attacks.wire import ROOT_STATE, Browser, Tab, name_of
from tests.server import Server

# Reviewed one by one: what anybody may call, and why it gives nothing away.
REVIEWED_AS_PUBLIC = {
    # The framework's own, before anybody is known. The guard rules what they may send.
    f"{ROOT_STATE}.hydrate",
    f"{ROOT_STATE}.hydrate_and_load",
    f"{ROOT_STATE}.set_is_hydrated",
    f"{ROOT_STATE}.reflex___state____on_load_internal_state.on_load_internal",
    f"{ROOT_STATE}.reflex___state____on_load_internal_state.set_is_hydrated",
    f"{ROOT_STATE}.reflex___state____frontend_event_exception_state.handle_frontend_exception",
    # An alert about the page itself: a constant sentence, or none.
    name_of(ShellState, "open_home"),
    name_of(ShellState, "show_problem"),
    # What a demonstration would have sent: nothing outside of one.
    name_of(DemoOutboxState, "open"),
    # The sign-up of this very browser, known by its anonymous cookie.
    name_of(SignUpState, "open"),
    name_of(SignUpState, "invent"),
    name_of(SignUpState, "keep"),
    name_of(SignUpState, "toggle_password"),
    name_of(SignUpState, "measure"),
    name_of(SignUpState, "back"),
    name_of(SignUpState, "start_over"),
    name_of(SignUpState, "submit_identity"),
    name_of(SignUpState, "submit_nir"),
    name_of(SignUpState, "submit_contact"),
    name_of(SignUpState, "submit_password"),
    name_of(SignUpState, "submit_code"),
    name_of(SignUpState, "send_again"),
    name_of(SignUpState, "send_by_email"),
    # A link from an e-mail is the key to these; the answer to an address is always the same.
    name_of(ConfirmationState, "open"),
    name_of(ConfirmationState, "confirm"),
    name_of(ForgottenState, "open"),
    name_of(ForgottenState, "submit"),
    name_of(ResetState, "open"),
    name_of(ResetState, "toggle_password"),
    name_of(ResetState, "measure"),
    name_of(ResetState, "submit"),
    # A callback, also without an account.
    # Free slots are public; what was typed stays in this very browser's tab.
    name_of(CallbackState, "open"),
    name_of(CallbackState, "choose_day"),
    name_of(CallbackState, "choose_slot"),
    name_of(CallbackState, "reload"),
    name_of(CallbackState, "show_more_days"),
    name_of(CallbackState, "submit_reason"),
    name_of(CallbackState, "take_soonest"),
    name_of(CallbackState, "submit_slot"),
    name_of(CallbackState, "take_other"),
    name_of(CallbackState, "submit_contact"),
    name_of(CallbackState, "go_back"),
    name_of(CallbackState, "confirm"),
    name_of(CallbackState, "start_over"),
    # A callback without an account: the token of its link, which stays on the server, is the key.
    name_of(CallbackFollowState, "open"),
    name_of(CallbackFollowState, "reload"),
    name_of(CallbackFollowState, "show_more_days"),
    name_of(CallbackFollowState, "choose_day"),
    name_of(CallbackFollowState, "choose_slot"),
    name_of(CallbackFollowState, "start_move"),
    name_of(CallbackFollowState, "start_cancel"),
    name_of(CallbackFollowState, "keep"),
    name_of(CallbackFollowState, "submit_move"),
    name_of(CallbackFollowState, "confirm_cancel"),
    name_of(CallbackFollowState, "undo"),
    name_of(CallbackFollowState, "close"),
    # The help: the same articles for everybody; an opinion for each browser's anonymous cookie.
    name_of(HelpState, "open"),
    name_of(HelpState, "enter"),
    name_of(HelpState, "set_search"),
    name_of(HelpArticleState, "open"),
    name_of(HelpArticleState, "find_useful"),
    name_of(HelpArticleState, "find_useless"),
    name_of(HelpArticleState, "send_comment"),
    # What follows "not me": the reference in the address, when it looks like one.
    name_of(ReportedState, "open"),
    # What the staff tell everybody; putting one away touches nothing but this tab.
    name_of(BannerState, "enter"),
    name_of(BannerState, "reload"),
    name_of(BannerState, "dismiss"),
    # Which handlers reload this very page: each is asked for by itself, through the guard.
    name_of(VisitorLiveState, "changed"),
    # The sign-in page.
    name_of(SignInState, "open"),
    name_of(SignInState, "submit"),
    name_of(SignInState, "enter_as"),
    name_of(SignInState, "toggle_password"),
    name_of(SignInState, "ask_passkey"),
    name_of(SignInState, "take_passkey"),
    name_of(SignInState, "passkey_failed"),
    # The second step of this very browser's sign-in, whose handle stays on the server.
    name_of(SecondStepState, "open"),
    name_of(SecondStepState, "choose"),
    name_of(SecondStepState, "send_again"),
    name_of(SecondStepState, "set_trust"),
    name_of(SecondStepState, "submit"),
    name_of(SecondStepState, "ask_passkey"),
    name_of(SecondStepState, "take_passkey"),
    name_of(SecondStepState, "passkey_failed"),
    name_of(SecondStepState, "restart"),
}

MEMBER_STATES = (
    ClaimsState,
    ClaimState,
    ClaimsYearState,
    DashboardState,
    FileConsultationsState,
    SurveyState,
    BellState,
    AppointmentState,
    BookingsState,
    NotificationsState,
    PreferencesState,
    ProfileState,
    DeletionState,
    SecurityState,
    SecurityFactorsState,
    SecurityHistoryState,
    SecurityPasswordState,
    MemberShellState,
    ProofState,
    SessionState,
    StaffShellState,
    UploadsState,
)


def _handlers() -> dict[str, RegisteredEventHandler]:
    known = RegistrationContext.get().event_handlers.items()
    return {
        name: handler
        for name, handler in known
        if not handler.states[0].__module__.startswith("tests.")
    }


def _open_to(access: Access) -> list[str]:
    return sorted(name for name, known in _handlers().items() if access_of(known) is access)


def _filled(tab: Tab) -> dict[str, Any]:
    """What a page was sent of the member states, beside their defaults."""
    defaults = {
        state.get_full_name(): {
            name: field.default_value() for name, field in state.get_fields().items()
        }
        for state in MEMBER_STATES
    }
    found = {}
    for state, values in defaults.items():
        for name, value in tab.state.get(state, {}).items():
            if name in values and value and value != _plain(values[name]):
                found[f"{state}.{name}"] = value
    return found


def _plain(value: Any) -> Any:
    return json.loads(json_dumps(value))


def test_a_handler_is_public_only_when_it_was_reviewed() -> None:
    assert set(_open_to(Access.PUBLIC)) == REVIEWED_AS_PUBLIC


def test_nobody_may_set_a_variable_by_its_name() -> None:
    setters = [name for name in _handlers() if name.endswith((".setvar", "_vars_internal"))]
    assert setters
    assert all(access_of(_handlers()[name]) is Access.NOBODY for name in setters)


def test_every_member_handler_sends_a_stranger_to_sign_in_and_tells_nothing(
    stranger: Browser,
) -> None:
    names = [
        name
        for access in Access
        if access not in {Access.NOBODY, Access.PUBLIC}
        for name in _open_to(access)
    ]
    assert len(names) > 20
    for start in range(0, len(names), 20):
        with stranger.tab("/connexion") as tab:
            for name in names[start : start + 20]:
                refused = len(tab.redirects)
                tab.call(name)
                assert tab.redirects[refused:] == ["/connexion?next=/connexion"], name
            assert _filled(tab) == {}


def test_what_is_open_to_nobody_is_closed_to_members_too(claire: Browser) -> None:
    names = _open_to(Access.NOBODY)
    for start in range(0, len(names), 20):
        with claire.tab("/remboursements") as tab:
            shown = tab.of(MemberShellState)["member_name"]
            assert shown == "Claire Moreau-Diallo"
            for name in names[start : start + 20]:
                tab.call(name, {"var_name": "member_name", "value": "Mallory"})
                tab.call(name, {"vars": {f"{MemberShellState.get_full_name()}.member_name": "M"}})
            assert tab.of(MemberShellState)["member_name"] == shown
            assert not tab.redirects
            assert "Mallory" not in tab.everything


@pytest.mark.parametrize(
    "payload",
    [
        {"text": 1},
        {"text": None},
        {"text": True},
        {"text": ["dentaire"]},
        {"text": {"$ne": ""}},
        {"text": "dentaire", "extra": 1},
        {"text": "dentaire", "self": 1},
        {"text": "dentaire", "__proto__": {}},
        {"text": "x" * 5_000},
        {"other": "dentaire"},
        {},
        [],
        ["dentaire"],
        "dentaire",
        7,
        None,
    ],
)
def test_a_payload_that_does_not_fit_changes_nothing(claire: Browser, payload: Any) -> None:
    with claire.tab("/remboursements") as tab:
        before = dict(tab.of(ClaimsState))
        tab.send_raw(_raw(tab, name_of(ClaimsState, "set_search"), payload))
        tab.settle()
        assert tab.of(ClaimsState) == before


def _raw(tab: Tab, name: str, payload: Any) -> str:
    return json.dumps(["event", {**tab.event(name), "payload": payload}])


@pytest.mark.parametrize(
    "payload",
    [
        {"account_id": "1"},
        {"account_id": 1.0},
        {"account_id": True},
        {"account_id": -1},
        {"account_id": 0},
        {"account_id": 2**31},
        {"account_id": 10**400},
        {"account_id": None},
        {"account_id": [1]},
        {"account_id": 1, "demo": True},
        {},
    ],
)
def test_entering_as_somebody_takes_a_whole_number_and_nothing_else(
    stranger: Browser, payload: Any
) -> None:
    with stranger.tab() as tab:
        tab.call(name_of(SignInState, "enter_as"), payload)
        assert tab.of(SignInState)["ticket"] == ""


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"email": "a@example.org"},
        {"password": "secret"},
        {"email": "a@example.org", "password": "b", "is_demo": "1"},
        {"email": ["a@example.org"], "password": "b"},
        {"email": {"a": 1}, "password": "b"},
        {"email": "a@example.org", "password": None},
        {"email": "a" * 255, "password": "b"},
        {"email": "a@example.org", "password": "b" * 513},
    ],
)
def test_the_sign_in_form_has_two_fields_and_no_others(
    stranger: Browser, server: Server, form: dict[str, Any]
) -> None:
    failures = server.sql("SELECT count(*) FROM sign_in_failure")
    with stranger.tab() as tab:
        tab.call(name_of(SignInState, "submit"), {"form_data": form})
        assert tab.of(SignInState)["error"] == ""
        assert tab.of(SignInState)["ticket"] == ""
    assert server.sql("SELECT count(*) FROM sign_in_failure") == failures


def test_every_handler_bounds_what_it_takes() -> None:
    unbounded = [
        f"{name}({argument})"
        for name, known in _handlers().items()
        if access_of(known) is not Access.NOBODY
        and not known.handler.fn.__module__.startswith("reflex")
        for argument in _arguments(known)
        if payload_fits(known, {**dict.fromkeys(_arguments(known), "x"), argument: "x" * 100_000})
    ]
    assert unbounded == []


def _arguments(known: RegisteredEventHandler) -> list[str]:
    code = known.handler.fn.__code__
    return list(code.co_varnames[1 : code.co_argcount])
