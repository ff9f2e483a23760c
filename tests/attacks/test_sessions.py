"""Cookies, tickets and the state of tabs: stolen, replayed, late, used twice."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from portal.state.claims import ClaimsState
from portal.state.dashboard import DashboardState
from portal.state.shell import MemberShellState
from portal.state.sign_in import SignInState
from tests.attacks.wire import SESSION, Browser, Tab, name_of
from tests.server import Server, wait_until

CLAIRE = "Moreau-Diallo"


def ticket_for(browser: Browser, server: Server, member: str) -> str:
    with browser.tab() as tab:
        account = server.account_of(member).id
        tab.call(name_of(SignInState, "enter_as"), {"account_id": account})
        return tab.of(SignInState)["ticket"]


def shows_claire(tab: Tab) -> bool:
    return CLAIRE in tab.everything


def test_a_page_shows_its_member_and_a_stranger_s_shows_nobody(
    claire: Browser, stranger: Browser
) -> None:
    with claire.tab("/remboursements") as tab:
        assert shows_claire(tab)
    with stranger.tab("/remboursements") as tab:
        assert not shows_claire(tab)
        assert not tab.of(ClaimsState).get("rows")
        assert set(tab.redirects) == {"/connexion?next=/remboursements"}


def test_a_stolen_tab_token_gives_nothing_to_another_browser(
    claire: Browser, yanis: Browser, stranger: Browser
) -> None:
    for thief in (stranger, yanis):
        token = str(uuid4())
        with claire.tab("/remboursements", token=token) as tab:
            assert shows_claire(tab)
        with thief.tab("/remboursements", token=token, hydrate=False) as tab:
            said = len(tab.frames)
            tab.send(name_of(SignInState, "toggle_password"))
            tab.until(lambda said=said, tab=tab: len(tab.frames) > said)
            assert not shows_claire(tab)
        with thief.tab("/remboursements", token=token) as tab:
            assert not shows_claire(tab)


def test_a_stolen_tab_token_gives_nothing_while_the_tab_is_open(
    claire: Browser, stranger: Browser
) -> None:
    token = str(uuid4())
    with claire.tab("/remboursements", token=token) as own:
        with stranger.tab("/remboursements", token=token) as tab:
            assert not shows_claire(tab)
        own.call(name_of(ClaimsState, "next_page"))
        assert own.of(ClaimsState)["page"]["number"] == 2


def test_a_revoked_session_s_tab_is_emptied_and_sent_to_sign_in(
    claire: Browser, server: Server
) -> None:
    with claire.tab("/remboursements") as tab:
        assert tab.of(ClaimsState)["rows"]
        assert claire.post("/deconnexion").status_code == 303
        tab.until(lambda: tab.redirects)
        assert tab.redirects[0] == "/reprise?next=/remboursements"
        assert not tab.of(ClaimsState)["rows"]
        assert tab.of(MemberShellState)["member_name"] == ""
        tab.send(name_of(ClaimsState, "next_page"))
        tab.settle()
        assert not tab.of(ClaimsState)["rows"]


def test_a_tab_whose_session_is_over_goes_on_with_the_browser_s_newer_one_or_signs_in(
    claire: Browser,
) -> None:
    address = "/session/reprise?next=/remboursements%3Fq%3Ddent"
    answer = claire.http.get(address)
    assert (answer.status_code, answer.headers["location"]) == (303, "/remboursements?q=dent")
    assert claire.post("/deconnexion").status_code == 303
    answer = claire.http.get(address)
    assert answer.headers["location"] == (
        "/connexion?motif=session&next=/remboursements%3Fq%3Ddent"
    )
    answer = claire.http.get("/session/reprise?next=//elsewhere.example")
    assert answer.headers["location"] == "/connexion?motif=session&next=/espace"


def test_a_replayed_cookie_shows_nothing_after_signing_out(claire: Browser) -> None:
    cookies = claire.cookies
    claire.post("/deconnexion")
    with claire.tab("/espace", cookies=cookies) as tab:
        assert not tab.of(DashboardState).get("first_name")
        assert tab.redirects
    assert (
        claire.http.get(
            "/exports/remboursements.csv", headers={"Cookie": f"{SESSION}={cookies[SESSION]}"}
        ).headers["location"]
        == "/connexion"
    )


def test_signing_in_again_changes_the_cookie_and_kills_the_old_one(
    stranger: Browser, server: Server
) -> None:
    stranger.redeem(ticket_for(stranger, server, "young"))
    first = stranger.cookies
    stranger.redeem(ticket_for(stranger, server, "young"))
    assert stranger.cookies[SESSION] != first[SESSION]
    with stranger.tab("/espace", cookies=first) as tab:
        assert tab.redirects
    with stranger.tab("/espace") as tab:
        assert tab.of(DashboardState)["first_name"] == "Yanis"


def test_two_members_in_turn_in_one_tab_share_no_state(stranger: Browser, server: Server) -> None:
    token = str(uuid4())
    stranger.redeem(ticket_for(stranger, server, "family"))
    with stranger.tab("/remboursements", token=token) as tab:
        assert shows_claire(tab)
    stranger.redeem(ticket_for(stranger, server, "newcomer"))
    with stranger.tab("/remboursements", token=token) as tab:
        assert not shows_claire(tab)
        assert tab.of(MemberShellState)["member_name"] == "Aminata Koné"


def test_a_ticket_works_once_even_when_sent_twice_at_once(
    stranger: Browser, server: Server
) -> None:
    ticket = ticket_for(stranger, server, "young")
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: stranger.redeem(ticket), range(8)))
    opened = [a for a in answers if f"{SESSION}=" in a.headers.get("set-cookie", "")]
    assert len(opened) == 1
    assert {a.headers["location"] for a in answers} == {"/espace", "/connexion?motif=ticket"}


def test_a_ticket_is_refused_to_another_browser_late_or_made_up(
    stranger: Browser, claire: Browser, server: Server
) -> None:
    stolen = ticket_for(stranger, server, "young")
    late = ticket_for(stranger, server, "young")
    server.sql("UPDATE sign_in_ticket SET expires_at = '2020-01-01' WHERE used_at IS NULL")
    tries = [(claire, stolen), (stranger, late), (stranger, "x"), (stranger, ""), (stranger, "é")]
    for browser, ticket in tries:
        answer = browser.redeem(ticket)
        assert answer.headers["location"] == "/connexion?motif=ticket"
        assert "set-cookie" not in answer.headers


def test_the_cookie_never_reaches_a_page_nor_the_log(claire: Browser, server: Server) -> None:
    secret = claire.cookies[SESSION]
    with claire.tab("/remboursements") as tab:
        tab.call(name_of(ClaimsState, "next_page"))
        tab.call("no.such.handler", {"cookie": secret})
        assert secret not in tab.everything
    assert secret not in server.log


def test_an_unknown_e_mail_and_a_wrong_password_read_the_same(
    stranger: Browser, server: Server
) -> None:
    demo = server.portal.read(
        lambda session: server.account_of("retired").email  # a real account, but no password
    )
    said = set()
    for email in ("nobody@example.org", demo, "not an address", "É@example.org"):
        with stranger.tab() as tab:
            form = {"email": email, "password": "Pas-le-bon-mot-1"}
            tab.call(name_of(SignInState, "submit"), {"form_data": form})
            said.add(tab.of(SignInState)["error"])
            assert tab.of(SignInState)["ticket"] == ""
    assert len(said) == 1


def test_what_is_typed_in_the_sign_in_form_stays_out_of_the_log(
    stranger: Browser, server: Server
) -> None:
    secret = "Mot-De-Passe-Plante-9"
    with stranger.tab() as tab:
        form = {"email": "claire@example.org", "password": secret}
        for payload in ({"form_data": form}, {"form_data": {**form, "extra": "1"}}):
            tab.call(name_of(SignInState, "submit"), payload)
        tab.call("no.such.handler", {"password": secret})
        assert secret not in tab.everything
    wait_until(lambda: server.answers(), "the server")
    assert secret not in server.log
