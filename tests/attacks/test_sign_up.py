"""Sign-up, forgotten password and callback, by whoever opens the websocket."""

from typing import Any

import pytest

from portal.state.callback import CallbackState
from portal.state.password_reset import ForgottenState, ResetState
from portal.state.sign_up import SignUpState
from tests.attacks.wire import Browser, Tab, name_of
from tests.hostile import HOSTILE_TEXTS
from tests.server import Server

IDENTITY = {
    "last_name": "Secretnom",
    "first_name": "Anne",
    "birth_date": "12/03/1984",
    "number": "765432",
}


def begin(tab: Tab) -> None:
    tab.call(name_of(SignUpState, "submit_identity"), {"form_data": IDENTITY})
    assert tab.of(SignUpState)["step"] == "numero"


def test_another_browser_finds_nothing_of_a_sign_up(server: Server) -> None:
    with Browser(server) as anne, Browser(server) as thief:
        with anne.tab("/inscription", token="the-tab-of-anne") as tab:
            begin(tab)
            assert "Secretnom" in tab.everything
        with thief.tab("/inscription") as tab:
            assert tab.of(SignUpState)["step"] == "identite"
            assert "Secretnom" not in tab.everything
        with thief.tab("/inscription", token="the-tab-of-anne") as tab:
            tab.call(name_of(SignUpState, "back"))
            assert "Secretnom" not in tab.everything
        with anne.tab("/inscription") as tab:
            assert tab.of(SignUpState)["step"] == "numero"
    assert server.sql("SELECT count(*) FROM sign_up WHERE answers_sealed LIKE '%Secretnom%'") == [
        (0,)
    ]


def test_a_national_number_leaves_the_server_masked_only(stranger: Browser) -> None:
    nir = "284037505612348"
    with stranger.tab("/inscription") as tab:
        begin(tab)
        for typed in (nir, "284037505612331", "2840375056123"):
            tab.call(name_of(SignUpState, "submit_nir"), {"form_data": {"nir": typed}})
            assert typed not in tab.everything


@pytest.mark.parametrize(
    ("state", "handler", "form"),
    [
        (SignUpState, "submit_identity", {"last_name": "A"}),
        (SignUpState, "submit_identity", IDENTITY | {"member_id": 1}),
        (SignUpState, "submit_identity", IDENTITY | {"number": 765432}),
        (SignUpState, "submit_nir", {"nir": "1" * 61}),
        (SignUpState, "submit_contact", {"email": "a@b.fr", "phone": None}),
        (SignUpState, "submit_password", {"password": "x" * 513}),
        (SignUpState, "submit_password", {"password": ["x"], "accepted": True}),
        (SignUpState, "submit_code", {"code": 123456}),
        (SignUpState, "submit_code", {"code": "1", "member_id": "1"}),
        (ForgottenState, "submit", {"email": {"$ne": ""}}),
        (ForgottenState, "submit", {"email": "a@b.fr", "next": "//x"}),
        (ResetState, "submit", {"password": "Genêt-Tramontane-31", "token": "x"}),
        (CallbackState, "submit_contact", {"phone": "0612345678"}),
        (CallbackState, "submit_contact", {"name": "A", "phone": "06", "member_id": 1}),
        (CallbackState, "submit_slot", {"slot": "x" * 21}),
        (CallbackState, "submit_reason", {"reason": ["suivi"]}),
    ],
)
def test_a_form_has_its_fields_and_no_others(
    stranger: Browser, state: Any, handler: str, form: dict[str, Any]
) -> None:
    with stranger.tab("/inscription") as tab:
        before = dict(tab.of(state))
        tab.call(name_of(state, handler), {"form_data": form})
        assert tab.of(state) == before


@pytest.mark.parametrize("start", range(0, len(HOSTILE_TEXTS), 8))
def test_no_text_breaks_a_page(stranger: Browser, server: Server, start: int) -> None:
    with stranger.tab("/inscription") as tab:
        for text in HOSTILE_TEXTS[start : start + 8]:
            short = text[:40]
            for field in ("last_name", "first_name", "birth_date", "number"):
                tab.send(name_of(SignUpState, "keep"), {"field": field, "text": short})
            tab.send(name_of(SignUpState, "measure"), {"text": text[:512]})
            form = IDENTITY | {"last_name": short, "birth_date": short}
            tab.send(name_of(SignUpState, "submit_identity"), {"form_data": form})
            tab.send(name_of(ForgottenState, "submit"), {"form_data": {"email": short}})
            tab.send(name_of(CallbackState, "submit_reason"), {"form_data": {"reason": text[:24]}})
            tab.send(name_of(CallbackState, "choose_day"), {"value": text[:10]})
            tab.send(name_of(CallbackState, "submit_slot"), {"form_data": {"slot": text[:20]}})
            who = {"name": short, "phone": short, "email": short}
            tab.send(name_of(CallbackState, "submit_contact"), {"form_data": who})
            tab.call(name_of(CallbackState, "confirm"))
        begin(tab)
    assert "Traceback" not in server.log[-20_000:]
