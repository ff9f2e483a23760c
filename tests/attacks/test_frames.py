"""Anything at all on the websocket: the server goes on, and nobody else notices."""

import json
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from portal.state.claims import ClaimsState
from portal.state.shell import ShellState
from portal.state.sign_in import SignInState
from tests.attacks.wire import HYDRATE, Browser, dial, name_of
from tests.hostile import HOSTILE_TEXTS
from tests.server import Server

SET_SEARCH = name_of(ClaimsState, "set_search")
SUBMIT = name_of(SignInState, "submit")

_DEEP = "[" * 2_000 + "]" * 2_000

# Sent as they are, after "42/_event,".
BROKEN_MESSAGES = (
    "",
    "null",
    "[]",
    "{}",
    "7",
    '["event"]',
    '["event",null]',
    '["event",[]]',
    '["event","x"]',
    '["event","{}"]',
    '["event",{}]',
    '["event",{"name":null}]',
    '["event",{"name":["a"],"payload":{}}]',
    '["event",{"name":{"a":1},"payload":{}}]',
    '["event",{"name":7,"payload":{}}]',
    '["event",{"name":"","payload":{}}]',
    '["event",{"name":"__class__","payload":{}}]',
    '["event",{"name":"reflex___state____state.__init__","payload":{}}]',
    '["event",{"name":"reflex___state____state._reset_client_storage","payload":{}}]',
    '["event",{"name":"reflex___state____state.reset","payload":{}}]',
    '["event",{"name":"_redirect","payload":{"path":"https://attacker.example"}}]',
    '["event",{"name":"a","payload":{},"router_data":null}]',
    '["event",{"name":"a","payload":{},"router_data":[]}]',
    '["event",{"name":"a","payload":{},"router_data":"x"}]',
    '["event",{"name":"a","payload":{},"router_data":{"headers":{"cookie":"x"}}}]',
    '["event",{"name":"a","payload":{},"token":"x","substate_token":"y","__proto__":{}}]',
    f'["event",{{"name":"a","payload":{{"a":{_DEEP}}}}}]',
    '["event",{"name":"\\ud800","payload":{"\\udfff":"\\u0000"}}]',
    '["connect",{}]',
    '["disconnect"]',
    '["ping"]',
    '["client_error"]',
    '["client_error",{"message":7,"error_type":[]}]',
    '["no such thing",{}]',
    '["__init__"]',
    "[" * 500,
    "\x00",
)
# Sent as they are, as websocket frames.
BROKEN_FRAMES: tuple[str | bytes, ...] = (
    "",
    "0",
    "1",
    "3",
    "4",
    "5",
    "6",
    "9",
    "4/",
    "49",
    "45",
    "451-/_event,",
    '451-/_event,["event",{"_placeholder":true,"num":0}]',
    '4599999999-/_event,["event"]',
    "42/nowhere,[]",
    "40/nowhere,{}",
    "41/_event,",
    '44/_event,"x"',
    "4\ud7ff",
    "x",
    b"",
    b"\x00\xff\xfe",
    b"4" * 1000,
)


@pytest.mark.parametrize("message", BROKEN_MESSAGES)
def test_a_broken_message_leaves_the_server_serving(claire: Browser, message: str) -> None:
    with claire.tab("/remboursements") as tab:
        try:
            tab.send_raw(message)
            tab.send(SET_SEARCH, {"text": "dentaire"})
            tab.until(lambda: tab.of(ClaimsState)["search"] == "dentaire")
        except ConnectionClosed:
            pass  # its sender may be cut off
        assert "attacker" not in "".join(tab.redirects)
    _still_serves(claire)


@pytest.mark.parametrize("frame", BROKEN_FRAMES)
def test_a_broken_frame_leaves_the_server_serving(claire: Browser, frame: str | bytes) -> None:
    with claire.tab("/remboursements") as tab:
        try:
            tab.socket.send(frame)
            tab.send(SET_SEARCH, {"text": "dentaire"})
        except ConnectionClosed:
            pass
    _still_serves(claire)


@pytest.mark.parametrize(
    "router_data",
    [
        {},
        {"pathname": None},
        {"pathname": 7, "asPath": ["x"]},
        {"pathname": {"a": 1}},
        {"pathname": "/" + "x" * 5_000, "asPath": "//attacker.example"},
        {"pathname": "//attacker.example/x", "asPath": "//attacker.example/x"},
        {"pathname": "/remboursements/[line_id]", "query": {"line_id": ["1", "2"]}},
        {"pathname": "/remboursements/1", "query": "x"},
        {"pathname": "/remboursements/1", "query": {"line_id": {"$gt": 0}}},
        {"pathname": "/remboursements/1", "query": {"line_id": "1' OR 1=1"}},
        {"pathname": "\ud800", "asPath": "\x00"},
        {"pathname": "/remboursements", "asPath": "/remboursements?q=\ud800&page=99999999999"},
        {"pathname": "/remboursements", "asPath": "/remboursements?" + "a=b&" * 5_000},
        {"headers": {"cookie": "portal_session=x"}, "ip": "10.0.0.1", "token": "another"},
    ],
)
def test_invented_router_data_is_survived(claire: Browser, router_data: dict[str, Any]) -> None:
    with claire.tab("/remboursements") as tab:
        try:
            tab.send(HYDRATE, router_data=router_data)
            tab.send(SET_SEARCH, {"text": "dentaire"}, router_data=router_data)
            tab.until(lambda: tab.of(ClaimsState)["search"] == "dentaire", 1)
        except (AssertionError, ConnectionClosed):
            pass
        assert "attacker" not in "".join(tab.redirects)
    _still_serves(claire)


def test_a_stranger_s_invented_path_leads_to_this_site_only(stranger: Browser) -> None:
    for path in ("//attacker.example/x", "/\\attacker.example", "https://attacker.example"):
        with stranger.tab() as tab:
            data = {"pathname": path, "asPath": path}
            tab.call(name_of(ClaimsState, "load"), router_data=data)
            assert all(target.startswith("/connexion") for target in tab.redirects)


def test_a_message_over_64_kilobytes_is_refused(claire: Browser) -> None:
    with claire.tab("/remboursements") as tab:
        tab.send_raw(json.dumps(["event", tab.event(SET_SEARCH, {"text": "x" * 80_000})]))
        assert tab.is_closed()
    _still_serves(claire)


def test_a_flood_from_one_page_is_dropped_and_does_not_hold_up_another(
    claire: Browser, yanis: Browser
) -> None:
    with claire.tab("/remboursements") as flood, yanis.tab("/remboursements") as other:
        for number in range(300):
            flood.send(SET_SEARCH, {"text": f"a{number}"})
        other.send(SET_SEARCH, {"text": "pharmacie"})
        other.until(lambda: other.of(ClaimsState)["search"] == "pharmacie", 30)
        answered = len([frame for frame in flood.frames if '"search_rx_state_":"a' in frame])
        assert answered < 300
    _still_serves(claire)


@pytest.mark.parametrize("text", [t[:2_000] for t in HOSTILE_TEXTS])
def test_a_hostile_search_is_only_a_search(claire: Browser, server: Server, text: str) -> None:
    before = server.sql("SELECT count(*) FROM claim")
    with claire.tab("/remboursements") as tab:
        try:
            tab.send(SET_SEARCH, {"text": text})
            tab.send(SET_SEARCH, {"text": "dentaire"})
            tab.until(lambda: tab.of(ClaimsState)["search"] == "dentaire")
            assert tab.of(ClaimsState)["rows"]
        except ConnectionClosed:
            assert len(text) > 1_000
    assert server.sql("SELECT count(*) FROM claim") == before


@pytest.mark.parametrize("kind", ["server", "cluster"])
def test_a_hostile_e_mail_or_password_is_only_a_wrong_one(
    request: pytest.FixtureRequest, kind: str
) -> None:
    texts = [text[:200] for text in HOSTILE_TEXTS]
    for start in range(0, len(texts), 20):
        with Browser(request.getfixturevalue(kind)) as browser, browser.tab() as tab:
            for text in texts[start : start + 20]:
                form = {"email": text, "password": text}
                tab.call(SUBMIT, {"form_data": form})
                assert tab.of(SignInState)["ticket"] == ""
                assert not tab.of(ShellState).get("problem")


def test_hostile_text_in_an_address_or_an_export_is_survived(claire: Browser) -> None:
    for text in HOSTILE_TEXTS:
        query = {"q": text[:1_000].encode("utf-8", "replace").decode()}
        answer = claire.http.get("/exports/remboursements.csv", params=query)
        assert answer.status_code == 200, text[:40]


def test_the_client_s_error_reports_are_cut_and_change_nothing(claire: Browser) -> None:
    report = "reflex___state____frontend_event_exception_state.handle_frontend_exception"
    with claire.tab("/remboursements") as tab:
        size = len(claire.server.log)
        tab.call(
            f"{HYDRATE.rpartition('.')[0]}.{report}",
            {"info": "i" * 25_000, "component_stack": "c" * 25_000},
        )
        assert len(claire.server.log) - size < 20_000


def test_a_socket_without_a_token_or_that_never_says_hello_harms_nobody(
    claire: Browser, server: Server
) -> None:
    with dial(server) as silent:
        silent.recv()
        silent.send('42/_event,["event",{}]')
        _still_serves(claire)


def _still_serves(browser: Browser) -> None:
    with browser.tab("/remboursements") as tab:
        assert tab.of(ClaimsState)["rows"]
