"""Hosts, origins, headers and addresses: what the routes answer to whom."""

import json
from itertools import product

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from portal.state.sign_in import SignInState
from tests.attacks.wire import BROWSER, SESSION, Browser, dial, name_of
from tests.server import Server

HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
ELSEWHERE = (
    "https://attacker.example",
    "http://localhost",
    "http://localhost:1",
    "https://localhost:3055",
    "http://localhost:3055.attacker.example",
    "null",
    "",
)
POSTS = ("/session", "/deconnexion", "/api/v1/imports/remboursements", "/_upload", "/_event/", "/")
# What leads, or could be read as leading, to another site.
FOREIGN_TARGETS = (
    "https://attacker.example",
    "//attacker.example",
    "///attacker.example",
    "/\\attacker.example",
    "\\\\attacker.example",
    "/\t/attacker.example",
    "/\r\nSet-Cookie: portal_session=x",
    "\t//attacker.example",
    " //attacker.example",
    "/%0d%0aLocation: https://attacker.example\n",
    "javascript:alert(1)",
    "data:text/html,x",
    "http:attacker.example",
    "@attacker.example",
    ".attacker.example",
    ":80",
    "/" + "x" * 600,
    "/é",
    "",
)


def assert_secure(answer: httpx.Response) -> None:
    for name, value in HEADERS.items():
        assert answer.headers[name] == value, (answer.request.url, name)
    policy = dict(
        part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    for weak in ("unsafe", "*", "data:", "http:", "https:"):
        assert weak not in policy["script-src"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/connexion", 200),
        ("GET", "/espace", 200),
        ("GET", "/remboursements/1", 200),
        ("GET", "/sante", 200),
        ("GET", "/favicon.svg", 200),
        ("GET", "/rien", 404),
        ("GET", "/exports/remboursements.csv", 303),
        ("GET", "/exports/remboursements.pdf", 404),
        ("POST", "/session", 303),
        ("POST", "/deconnexion", 303),
        ("POST", "/api/v1/imports/remboursements", 401),
        ("PUT", "/session", 405),
        ("DELETE", "/espace", 405),
        ("GET", "/_event/?EIO=4&transport=websocket", 400),
    ],
)
def test_every_answer_carries_the_security_headers(
    stranger: Browser, method: str, path: str, status: int
) -> None:
    origin = {"Origin": stranger.server.url}
    answer = stranger.http.request(method, path, headers=origin)
    assert answer.status_code == status
    assert_secure(answer)


def test_a_broken_form_is_refused_without_a_word_about_the_inside(stranger: Browser) -> None:
    answer = stranger.http.post(
        "/session",
        content=b"--x\r\nbroken",
        headers={
            "Origin": stranger.server.url,
            "Content-Type": "multipart/form-data; boundary=y",
        },
    )
    assert 300 <= answer.status_code < 500
    assert_secure(answer)
    assert "Traceback" not in answer.text


def test_a_form_too_large_or_with_files_opens_nothing(stranger: Browser) -> None:
    for form in (
        {"data": {"ticket": "x" * 100_000, "next": "/"}},
        {"data": {f"f{i}": "x" for i in range(50)}},
        {"files": {"ticket": ("a.txt", b"x" * 100)}},
    ):
        answer = stranger.http.post("/session", headers={"Origin": stranger.server.url}, **form)  # pyright: ignore[reportArgumentType]
        assert 300 <= answer.status_code < 500
        assert SESSION not in answer.headers.get("set-cookie", "")


def test_pages_and_personal_data_are_not_kept_by_caches(claire: Browser) -> None:
    for path in ("/espace", "/remboursements", "/exports/remboursements.csv"):
        answer = claire.get(path)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("origin", ELSEWHERE)
def test_a_request_from_another_site_is_refused_whatever_it_asks(
    claire: Browser, origin: str
) -> None:
    for path in POSTS:
        answer = claire.http.post(path, headers={"Origin": origin})
        assert answer.status_code == 403, path
        assert_secure(answer)
    answer = claire.get("/exports/remboursements.csv", Origin=origin)
    assert answer.status_code == 403
    assert claire.get("/exports/remboursements.csv").status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_cookie_without_an_origin_changes_nothing(claire: Browser, method: str) -> None:
    for path in ("/deconnexion", "/session"):
        assert claire.http.request(method, path).status_code == 403
    assert claire.get("/exports/remboursements.csv").status_code == 200


def test_no_site_is_told_that_it_may_read_the_answers(claire: Browser) -> None:
    for path in ("/", "/exports/remboursements.csv", "/_event/?EIO=4&transport=websocket"):
        for origin in ELSEWHERE:
            answer = claire.get(path, Origin=origin)
            assert "access-control-allow-origin" not in answer.headers
    preflight = claire.http.options(
        "/session",
        headers={
            "Origin": "https://attacker.example",
            "Access-Control-Request-Method": "POST",
        },
    )
    assert preflight.status_code in {400, 403}


@pytest.mark.parametrize("origin", [*ELSEWHERE[:-1], None])
def test_a_websocket_from_another_site_is_refused(
    claire: Browser, server: Server, origin: str | None
) -> None:
    cookie = f"{SESSION}={claire.cookies[SESSION]}"
    with pytest.raises(InvalidStatus), dial(server, origin=origin, cookie=cookie):
        pass


def test_a_websocket_for_another_host_is_refused(server: Server) -> None:
    with pytest.raises(InvalidStatus), dial(server, host="attacker.example"):
        pass


def test_the_polling_transport_is_closed(stranger: Browser) -> None:
    for path, query in product(
        ("/_event", "/_event/"), ("EIO=4&transport=polling", "EIO=3&transport=polling", "EIO=4")
    ):
        answer = stranger.http.get(f"{path}?{query}", headers={"Origin": stranger.server.url})
        assert answer.status_code >= 400
        assert '"sid"' not in answer.text
        answer = stranger.post(f"{path}?{query}")
        assert answer.status_code >= 400


@pytest.mark.parametrize(
    "host", ["attacker.example", "localhost", "localhost:3000", "localhost:3055@a.example", ""]
)
def test_another_host_is_refused(stranger: Browser, host: str) -> None:
    answer = stranger.get("/", Host=host)
    assert answer.status_code == 400
    assert "attacker" not in str(answer.headers)


def test_the_address_of_redirections_comes_from_the_settings(stranger: Browser) -> None:
    forged = {
        "X-Forwarded-Host": "attacker.example",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "203.0.113.9",
        "Forwarded": "host=attacker.example",
        "X-Original-URL": "/espace",
    }
    answer = stranger.post("/session", {"ticket": "x", "next": "/"}, **forged)
    assert answer.headers["location"] == "/connexion?motif=ticket"
    answer = stranger.get("/remboursements/", **forged)
    assert "attacker" not in str(answer.headers)


@pytest.mark.parametrize("target", FOREIGN_TARGETS)
def test_after_sign_in_one_stays_on_this_site(
    stranger: Browser, server: Server, target: str
) -> None:
    ticket = server.ticket("newcomer", stranger.cookies[BROWSER])
    answer = stranger.redeem(ticket, target)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/espace"
    assert len(answer.headers.get_list("set-cookie")) == 1


def test_the_framework_s_upload_route_is_closed(claire: Browser) -> None:
    for path in ("/_upload", "/_upload/", "/_upload/x", "/_upload/../portal.db"):
        assert claire.get(path).status_code in {404, 405}
        answer = claire.http.post(
            path,
            files={"files": ("x.txt", b"x" * 1000)},
            headers={"Origin": claire.server.url, "Reflex-Client-Token": "t"},
        )
        assert answer.status_code in {400, 404, 405}


def test_nothing_of_the_server_s_folders_is_served(stranger: Browser) -> None:
    for path in (
        "/portal.db",
        "/../portal.db",
        "/..%2f..%2fportal.db",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/assets/..%2f..%2f..%2f..%2fetc/passwd",
        "/encryption.key",
        "/.env",
        "/_all_routes",
        "/docs",
        "/openapi.json",
    ):
        answer = stranger.get(path)
        assert answer.status_code in {400, 404}, path
        assert "root:" not in answer.text


def test_one_does_not_sign_out_by_following_a_link(claire: Browser) -> None:
    assert claire.get("/deconnexion").status_code in {404, 405}
    assert claire.get("/exports/remboursements.csv").status_code == 200


def test_a_made_up_connection_is_not_heard(stranger: Browser, server: Server) -> None:
    forged = {
        "QUERY_STRING": "token=made-up",
        "asgi.scope": {"client": ["203.0.113.77", 1], "headers": []},
    }
    failures = "SELECT count(*) FROM audit_entry WHERE network = '203.0.113.77'"
    with stranger.tab() as tab:
        for name in ("connect", "disconnect"):
            tab.send_raw(json.dumps([name, forged]))
        form = {"email": "nobody@example.org", "password": "Pas-le-bon-mot-1"}
        tab.call(name_of(SignInState, "submit"), {"form_data": form})
        assert tab.of(SignInState)["error"]
    assert server.sql(failures) == [(0,)]
