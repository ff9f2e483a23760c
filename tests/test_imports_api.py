"""The import over HTTP: the same report, behind a key."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette

from portal.api.imports import routes
from portal.domain.actors import Operator
from portal.services.api_keys import create_api_key, revoke_api_key
from tests.import_files import CLAIMS_HEADER, MEMBERS, Desk, claim

ADDRESS = "/api/v1/imports/adherents"


@pytest.fixture
def desk(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The desk, the route working with the test's own portal."""
    monkeypatch.setattr("portal.api.imports.portal", lambda: desk.portal)
    return desk


class Client:
    """A program that sends files."""

    def __init__(self, key: str) -> None:
        self._headers = {"authorization": f"Bearer {key}"}

    def post(
        self,
        address: str,
        *,
        content: bytes | AsyncIterator[bytes],
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        """Send a body and wait for the answer."""

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(Starlette(routes=routes))
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                return await client.post(address, content=content, headers=headers or self._headers)

        return asyncio.run(send())


@pytest.fixture
def client(desk: Desk) -> Client:
    """A program with a key."""
    wired = desk.portal
    key = wired.write(create_api_key, now=wired.clock.now(), actor=Operator(), name="gestion")
    return Client(key)


def test_a_file_sent_is_imported_and_reported(client: Client, desk: Desk) -> None:
    answer = client.post(ADDRESS, content=MEMBERS.encode())
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    [file] = answer.json()["files"]
    assert (file["file"], file["kind"], file["created"]) == ("adherents.csv", "adherents", 1)
    assert desk.count("member") == 1
    assert "api:gestion" in str(
        desk.rows("SELECT details FROM audit_entry WHERE act = 'files.imported'")
    )


def test_a_refused_row_is_a_422_unless_bad_rows_are_skipped(client: Client, desk: Desk) -> None:
    content = (MEMBERS + "A2;;C;1990-01-01\n").encode()
    answer = client.post(ADDRESS, content=content)
    assert answer.status_code == 422
    assert answer.json()["files"][0]["refused"][0]["line"] == 3
    assert desk.count("member") == 0
    assert client.post(f"{ADDRESS}?skip_bad_rows=1", content=content).status_code == 200
    assert desk.count("member") == 1


def test_a_dry_run_changes_nothing(client: Client, desk: Desk) -> None:
    answer = client.post(f"{ADDRESS}?dry_run=1", content=MEMBERS.encode())
    assert answer.status_code == 200
    assert answer.json()["files"][0]["created"] == 1
    assert desk.count("member") == 0


def test_a_file_of_another_kind_than_the_address_says_is_refused(client: Client) -> None:
    answer = client.post(ADDRESS, content=(CLAIMS_HEADER + claim()).encode())
    assert answer.status_code == 422
    assert "remboursements" in answer.json()["files"][0]["error"]
    assert client.post("/api/v1/imports/factures", content=b"").status_code == 404


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer wrong", "Basic abc"])
def test_without_a_valid_key_nothing_is_read(
    client: Client, desk: Desk, authorization: str
) -> None:
    headers = {"authorization": authorization}
    assert client.post(ADDRESS, content=MEMBERS.encode(), headers=headers).status_code == 401
    assert desk.count("member") == 0


def test_a_revoked_key_is_refused(client: Client, desk: Desk) -> None:
    wired = desk.portal
    wired.write(revoke_api_key, now=wired.clock.now(), actor=Operator(), name="gestion")
    assert client.post(ADDRESS, content=MEMBERS.encode()).status_code == 401


def test_a_body_beyond_the_limit_is_cut_off_whatever_it_announces(
    client: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.portal.settings, "import_max_megabytes", 1)
    assert client.post(ADDRESS, content=b"x" * 1_000_001).status_code == 413

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(11):
            yield b"x" * 100_000

    assert client.post(ADDRESS, content=chunks()).status_code == 413
    assert desk.count("member") == 0


def test_an_empty_body_is_told_in_words(client: Client) -> None:
    answer = client.post(ADDRESS, content=b"")
    assert answer.status_code == 422
    assert "vide" in answer.json()["files"][0]["error"]
