"""Files sent to the running portal: what comes in, what does not, and who reads it."""

import json
import os
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest

from portal.domain.actors import MemberActor
from portal.domain.file_refusals import SENTENCES, Reason
from portal.domain.files_held import MOST_BYTES, MOST_IN_ONE_PLACE, of_draft, of_message
from portal.services.file_sweep import sweep_files
from portal.services.files import forget_files, move_files
from portal.state.uploads import UploadsState
from tests.attacks.test_http import ELSEWHERE, HEADERS, assert_secure
from tests.attacks.wire import BROWSER, SESSION, Browser, name_of
from tests.hostile_files import (
    HOSTILE_FILES,
    HOSTILE_NAMES,
    PLANTED,
    HostileFile,
    jpeg,
    located_jpeg,
    of_size,
    pdf,
)
from tests.server import PORT, Server, wait_until


def put(
    browser: Browser,
    content: bytes,
    name: str = "facture.pdf",
    *,
    place: str = "new",
    key: str = "",
    **headers: str,
) -> httpx.Response:
    """Send a file as the page does."""
    given = {
        "Origin": browser.server.url,
        "X-File-Place": place,
        "X-File-Name": quote(name.encode("utf-8", "surrogatepass")),
        "Idempotency-Key": key or uuid4().hex,
    }
    return browser.http.put("/fichiers", content=content, headers=given | headers)


def rows(server: Server) -> int:
    return server.sql("SELECT count(*) FROM stored_file")[0][0]


def contents(server: Server) -> list[Path]:
    return [path for path in (server.folder / "files").rglob("*") if path.is_file()]


@pytest.fixture(autouse=True)
def nothing_sent_before(server: Server) -> Iterator[None]:
    """Each test begins and ends without a file, a row, or a count of what was sent."""

    def clean() -> None:
        server.sql("DELETE FROM stored_file")
        server.sql("DELETE FROM sign_in_failure WHERE key LIKE 'file:%'")
        for path in contents(server):
            path.unlink()

    clean()
    yield
    clean()


@pytest.fixture(scope="module")
def sender(server: Server) -> Iterator[Browser]:
    """Claire's browser, for the many files."""
    with Browser(server, session=server.sign_in("family")) as browser:
        yield browser


@pytest.mark.parametrize("file", HOSTILE_FILES, ids=lambda file: file.label)
def test_every_hostile_file_is_refused_in_a_sentence_or_made_harmless(
    server: Server, sender: Browser, file: HostileFile
) -> None:
    answer = put(sender, file.make(), file.name)
    assert_secure(answer)
    assert answer.headers["cache-control"] == "no-store"
    if isinstance(file.becomes, Reason):
        assert 400 <= answer.status_code < 500
        assert answer.json() == {"error": SENTENCES[file.becomes], "retry": False}
        assert (rows(server), contents(server)) == (0, [])
        return
    assert answer.status_code == 200, answer.text
    read = sender.get("/fichiers/" + answer.json()["file"]["id"])
    assert read.headers["content-type"] == file.becomes
    assert PLANTED not in read.content
    assert rows(server) == len(contents(server)) == 1


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_no_name_reaches_a_header_or_the_disk_as_it_came(
    server: Server, sender: Browser, name: str
) -> None:
    answer = put(sender, jpeg(), name)
    assert answer.status_code == 200, answer.text
    shown = answer.json()["file"]["name"]
    assert shown.endswith(".jpg")
    read = sender.get("/fichiers/" + answer.json()["file"]["id"])
    assert {name: read.headers[name] for name in HEADERS} == HEADERS
    disposition = read.headers["content-disposition"]
    assert disposition.startswith('inline; filename="')
    assert disposition.isascii()
    assert disposition.count('"') == 2
    assert disposition.endswith(quote(shown, safe=""))
    assert SESSION not in read.headers.get("set-cookie", "")
    assert all(path.name.isalnum() for path in contents(server))


def test_a_file_that_is_read_can_do_nothing(sender: Browser) -> None:
    for content, directives in ((jpeg(), ("sandbox",)), (pdf(), ())):
        answer = put(sender, content)
        read = sender.get("/fichiers/" + answer.json()["file"]["id"])
        policy = read.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert all(directive in policy for directive in directives)
        assert read.headers["cache-control"] == "no-store"
        assert int(read.headers["content-length"]) == len(read.content)


def test_only_who_may_read_a_file_learns_that_it_is_there(
    server: Server, sender: Browser, yanis: Browser, stranger: Browser
) -> None:
    draft = put(sender, located_jpeg(), place="new").json()["file"]["id"]
    sent = put(sender, pdf(), place="conversation-1").json()["file"]["id"]
    actor: MemberActor = server.actor("family")
    server.portal.write(
        move_files,
        from_holder=of_draft(actor.account_id, "conversation-1"),
        to_holder=of_message(999_999),
        member_id=actor.member_id,
    )
    agent_id = server.sql("SELECT id FROM account WHERE role IS NOT NULL ORDER BY id LIMIT 1")[0][0]
    with Browser(server, session=server.open_session(agent_id)) as agent:
        assert agent.get(f"/fichiers/{sent}").status_code == 200
        of_staff = agent.get(f"/fichiers/{draft}")
    assert sender.get(f"/fichiers/{draft}").status_code == 200
    assert sender.get(f"/fichiers/{sent}").status_code == 200
    refused = [of_staff, *(yanis.get(f"/fichiers/{one}") for one in (draft, sent, "x", "x" * 400))]
    assert {answer.status_code for answer in refused} == {404}
    assert len({answer.text for answer in refused}) == 1
    assert "facture" not in refused[0].text
    for one in (draft, "unknown"):
        answer = stranger.get(f"/fichiers/{one}")
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/connexion")
    read = server.sql("SELECT account_id FROM audit_entry WHERE act = 'file.read' ORDER BY id")
    assert read[-3:] == [(agent_id,), (actor.account_id,), (actor.account_id,)]


def test_nobody_sends_without_a_session(server: Server, stranger: Browser) -> None:
    answer = put(stranger, jpeg())
    assert answer.status_code == 401
    assert "session est terminée" in answer.json()["error"]
    with Browser(server, session="made-up") as forged:
        assert put(forged, jpeg()).status_code == 401
    assert rows(server) == 0


@pytest.mark.parametrize("origin", ELSEWHERE)
def test_no_other_site_sends_a_file(server: Server, claire: Browser, origin: str) -> None:
    assert put(claire, jpeg(), Origin=origin).status_code == 403
    assert rows(server) == 0


def test_a_sending_without_an_origin_is_refused(server: Server, claire: Browser) -> None:
    headers = {"X-File-Place": "new", "Idempotency-Key": "k" * 20}
    answer = claire.http.put("/fichiers", content=jpeg(), headers=headers)
    assert answer.status_code == 403
    assert rows(server) == 0


@pytest.mark.parametrize(
    ("place", "key"),
    [
        ("", "k" * 20),
        ("../x", "k" * 20),
        ("draft:1:new", "k" * 20),
        ("new", "x"),
        ("new", "é" * 20),
    ],
)
def test_a_sending_that_does_not_say_where_or_which_is_refused(
    server: Server, claire: Browser, place: str, key: str
) -> None:
    answer = put(claire, jpeg(), place=place, key=quote(key))
    assert answer.status_code == 400
    assert rows(server) == 0


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
def test_files_are_not_changed_otherwise(claire: Browser, method: str) -> None:
    public_id = put(claire, jpeg()).json()["file"]["id"]
    for path in ("/fichiers", f"/fichiers/{public_id}"):
        answer = claire.http.request(method, path, headers={"Origin": claire.server.url})
        assert answer.status_code in {404, 405}
    assert claire.get(f"/fichiers/{public_id}").status_code == 200


def test_a_file_of_one_byte_too_many_is_refused_announced_or_not(
    server: Server, claire: Browser
) -> None:
    whole = of_size(MOST_BYTES + 1)
    halves = (whole[: MOST_BYTES // 2], whole[MOST_BYTES // 2 :])
    for content in (whole, iter(halves)):
        answer = put(claire, content)  # pyright: ignore[reportArgumentType]
        assert answer.status_code == 413
        assert answer.json()["error"] == SENTENCES[Reason.TOO_LARGE]
    assert (rows(server), contents(server)) == (0, [])


def test_a_body_without_its_length_is_taken(server: Server, claire: Browser) -> None:
    whole = of_size(300_000)
    pieces = (whole[start : start + 10_000] for start in range(0, len(whole), 10_000))
    assert put(claire, pieces).status_code == 200  # pyright: ignore[reportArgumentType]


@contextmanager
def raw(browser: Browser, length: int, key: str = "") -> Iterator[socket.socket]:
    """A connection on which a file of ``length`` bytes was announced."""
    server = browser.server
    lines = (
        "PUT /fichiers HTTP/1.1",
        f"Host: {server.host}:{PORT}",
        f"Origin: {server.url}",
        f"Cookie: {SESSION}={browser.cookies[SESSION]}",
        "X-File-Place: new",
        "X-File-Name: a.jpg",
        f"Idempotency-Key: {key or uuid4().hex}",
        f"Content-Length: {length}",
        "",
        "",
    )
    with socket.create_connection((server.address, PORT), 15) as connection:
        connection.sendall("\r\n".join(lines).encode())
        yield connection


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.99])
def test_a_sending_cut_short_leaves_nothing_and_can_be_done_again(
    server: Server, claire: Browser, share: float
) -> None:
    whole, key = of_size(2_000_000), uuid4().hex
    with raw(claire, len(whole), key) as connection:
        connection.sendall(whole[: int(len(whole) * share)])
        time.sleep(0)
    assert put(claire, whole, key=key).status_code == 200
    assert rows(server) == len(contents(server)) == 1


def test_a_length_that_says_less_is_not_believed(server: Server, claire: Browser) -> None:
    whole = jpeg()
    with raw(claire, len(whole) - 100) as connection:
        connection.sendall(whole)
        assert b" 422 " in connection.recv(4_096).partition(b"\r\n")[0]
    assert (rows(server), contents(server)) == (0, [])


def test_an_answer_that_got_lost_is_asked_for_again_and_the_file_is_there_once(
    server: Server, claire: Browser
) -> None:
    whole, key = jpeg(), uuid4().hex
    with raw(claire, len(whole), key) as connection:
        connection.sendall(whole)
        wait_until(lambda: rows(server) == 1, "the file")  # its answer is never read
    again = put(claire, whole, key=key)
    assert again.status_code == 200
    assert rows(server) == len(contents(server)) == 1


def test_the_same_file_sent_at_once_is_there_once(server: Server, claire: Browser) -> None:
    key = uuid4().hex
    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda _: put(claire, jpeg(), key=key), range(3)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["file"]["id"] for answer in answers}) == 1
    assert rows(server) == len(contents(server)) == 1


def test_many_at_once_are_held_back_and_the_others_are_served(
    server: Server, claire: Browser, yanis: Browser
) -> None:
    held = [raw(claire, 1_000_000) for _ in range(4)]
    opened = [one.__enter__() for one in held]
    try:
        for connection in opened:
            connection.sendall(b"x" * 1_000)
        tries = "SELECT count(*) FROM sign_in_failure WHERE key LIKE 'file:%'"
        wait_until(lambda: server.sql(tries) == [(4,)], "the four to have begun")

        def is_refused() -> bool:
            answer = put(claire, jpeg())
            return answer.status_code == 429 and answer.json()["retry"]

        wait_until(is_refused, "the fifth to be held back")
        assert put(yanis, jpeg()).status_code == 200
    finally:
        for one in held:
            one.__exit__(None, None, None)
    wait_until(lambda: put(claire, jpeg()).status_code == 200, "the turns to be given back")


def test_a_place_is_full_after_ten(server: Server, claire: Browser) -> None:
    for _ in range(MOST_IN_ONE_PLACE):
        assert put(claire, jpeg()).status_code == 200
    answer = put(claire, of_size(3_000_000))
    assert answer.status_code == 409
    assert answer.json()["error"] == SENTENCES[Reason.PLACE_FULL]
    assert rows(server) == len(contents(server)) == MOST_IN_ONE_PLACE


def test_nothing_readable_is_on_the_disk_nor_in_the_log(server: Server, claire: Browser) -> None:
    def draw(made: object) -> None:
        made.Root["/Odd"] = "planted-in-a-document-0042"  # pyright: ignore[reportIndexIssue, reportAttributeAccessIssue]

    assert put(claire, pdf(draw), "ordonnance-tres-privee.pdf").status_code == 200
    for path in contents(server):
        assert b"planted-in-a-document" not in path.read_bytes()
        assert b"%PDF" not in path.read_bytes()
    assert "ordonnance-tres-privee" not in server.log


def test_a_file_lost_on_the_disk_is_said_so(server: Server, claire: Browser) -> None:
    public_id = put(claire, jpeg()).json()["file"]["id"]
    (path,) = contents(server)
    path.write_bytes(path.read_bytes()[:-1])
    answer = claire.get(f"/fichiers/{public_id}")
    assert answer.status_code == 500
    assert "ne peut pas être ouvert" in answer.text
    assert_secure(answer)


def test_when_there_is_no_room_files_are_refused_and_one_still_signs_in(
    server: Server, claire: Browser, stranger: Browser
) -> None:
    folder = server.folder / "files"
    aside = folder.rename(server.folder / "files-aside") if folder.exists() else None
    folder.write_bytes(b"not a folder")  # whatever is written there fails, as on a full disk
    try:
        answer = put(claire, jpeg())
        assert answer.status_code == 507
        assert answer.json() == {"error": SENTENCES[Reason.NO_ROOM], "retry": True}
        ticket = server.ticket("newcomer", stranger.cookies[BROWSER])
        assert stranger.redeem(ticket).headers["location"] == "/espace"
    finally:
        folder.unlink()
        if aside is not None:
            aside.rename(folder)
    assert rows(server) == 0
    assert put(claire, jpeg()).status_code == 200


def test_one_takes_files_out_of_one_s_own_drafts_only(
    server: Server, claire: Browser, yanis: Browser
) -> None:
    public_id = put(claire, jpeg()).json()["file"]["id"]
    remove, put_back = (name_of(UploadsState, act) for act in ("remove", "put_back"))
    asked = {"place": "new", "public_id": public_id}
    with yanis.tab("/espace") as tab:
        tab.call(remove, asked)
        assert tab.of(UploadsState)["files"] == {"new": []}
    assert claire.get(f"/fichiers/{public_id}").status_code == 200
    with claire.tab("/espace") as tab:
        tab.call(remove, asked)
        (shown,) = tab.of(UploadsState)["files"]["new"]
        assert shown["removed"]
        assert claire.get(f"/fichiers/{public_id}").status_code == 404
        tab.call(put_back, asked)
        assert not tab.of(UploadsState)["files"]["new"][0]["removed"]
        for place in ("../x", "x" * 99, 3, None, "draft:1:new"):
            tab.call(name_of(UploadsState, "open"), {"place": place})
        assert list(tab.of(UploadsState)["files"]) == ["new"]
    assert claire.get(f"/fichiers/{public_id}").status_code == 200


def test_what_is_forgotten_is_swept_and_the_rest_is_not(server: Server, claire: Browser) -> None:
    put(claire, jpeg(), place="conversation-5")
    kept = put(claire, jpeg(), place="conversation-6").json()["file"]["id"]
    actor = server.actor("family")
    server.portal.write(forget_files, holder=of_draft(actor.account_id, "conversation-5"))
    old = (datetime.now(UTC) - timedelta(hours=2)).timestamp()
    for path in contents(server):
        os.utime(path, (old, old))
    said = json.loads(server.command("maintenance", "sweep-files", "--json"))
    assert said["orphans"] == 1
    assert claire.get(f"/fichiers/{kept}").status_code == 200
    again = server.portal.read(sweep_files, store=server.portal.files, now=datetime.now(UTC))
    assert again.orphans == 0
