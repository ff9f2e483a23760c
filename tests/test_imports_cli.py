"""The command line's import, as a person or a scheduled job runs it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import portal.__main__  # noqa: F401 - registers the commands
from portal.cli.app import app
from portal.models.api_keys import ApiKey
from portal.services.secrets import digest
from tests.import_files import CLAIMS_HEADER, MEMBERS, Desk, claim


@pytest.fixture
def desk(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The desk, the commands working with the test's own portal."""
    for module in ("imports", "api_keys"):
        monkeypatch.setattr(f"portal.cli.{module}.portal", lambda: desk.portal)
    return desk


def run(*arguments: object) -> Result:
    """Run a command as if typed."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_a_good_import_says_what_it_did_and_ends_well(desk: Desk) -> None:
    result = run("import", desk.write("a.csv", MEMBERS))
    assert result.exit_code == 0
    assert "1 lues, 1 créées, 0 mises à jour, 0 inchangées, 0 refusées" in result.output


def test_json_is_all_there_is_on_the_output(desk: Desk) -> None:
    paths = desk.write("c.csv", CLAIMS_HEADER + claim(expense="1")), desk.write("a.csv", MEMBERS)
    result = run("import", *paths, "--json")
    assert result.exit_code == 1
    claims, members = json.loads(result.stdout)["files"]
    assert list(claims) == [
        "file",
        "kind",
        "read",
        "created",
        "updated",
        "unchanged",
        "refused",
        "warnings",
        "error",
    ]
    [issue] = claims["refused"]
    assert list(issue) == ["line", "column", "value", "reason"]
    assert (issue["line"], issue["column"], issue["value"]) == (2, "depense", "1,00")
    assert (members["kind"], members["created"], members["error"]) == ("adherents", 0, None)


def test_refusals_are_told_in_words_and_cannot_steer_the_terminal(desk: Desk) -> None:
    path = desk.write("a.csv", MEMBERS + "A2;\x1b[31m[bold]B;C;1990-01-01\n")
    result = run("import", path)
    assert result.exit_code == 1
    assert "Ligne 3 refusée — nom = «\u00a0·[31m[bold]B\u00a0»" in result.output
    assert "Rien n’a été importé" in result.output
    assert "\x1b" not in result.output


def test_options_keep_the_good_rows_or_change_nothing(desk: Desk) -> None:
    path = desk.write("a.csv", MEMBERS + "A2;;C;1990-01-01\n")
    assert run("import", path, "--skip-bad-rows", "--dry-run").exit_code == 1
    assert desk.count("member") == 0
    assert run("import", path, "--skip-bad-rows").exit_code == 1
    assert desk.count("member") == 1


def test_a_missing_file_is_told_in_words(desk: Desk) -> None:
    result = run("import", desk.folder / "none.csv")
    assert result.exit_code == 1
    assert "Le fichier n’existe pas." in result.output


def test_a_key_is_shown_once_stored_as_a_digest_and_can_be_revoked(desk: Desk) -> None:
    key = run("api-key", "create", "gestion").stdout.strip()
    assert desk.rows("SELECT key_hash FROM api_key") == [(digest(key),)]
    again = run("api-key", "create", "gestion")
    assert again.exit_code == 1
    assert "Il y a déjà une clé" in again.output
    assert run("api-key", "revoke", "gestion").exit_code == 0
    assert desk.portal.read(lambda session: session.get(ApiKey, 1)).revoked_at
    assert run("api-key", "revoke", "gestion").exit_code == 1


def command(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the real command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "portal", *map(str, arguments)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_makes_its_database_and_imports_into_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(MEMBERS)
    done = command("import", path, "--json", PORTAL_DATA_DIR=str(tmp_path), PORTAL_DATABASE_URL="")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert json.loads(done.stdout)["files"][0]["created"] == 1


def test_a_database_out_of_reach_is_told_in_words(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(MEMBERS)
    url = "postgresql://nobody@127.0.0.1:1/none"
    done = command("import", path, PORTAL_DATA_DIR=str(tmp_path), PORTAL_DATABASE_URL=url)
    assert done.returncode == 1
    assert "La base de données ne répond pas" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_import_killed_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    """Killed by the system while its rows are being written, then done again."""
    (tmp_path / "a.csv").write_text(MEMBERS)
    (tmp_path / "c.csv").write_text(CLAIMS_HEADER + "".join(claim(f"L{n}") for n in range(2_000)))
    script = (
        "import os, signal, sys\n"
        "from portal.services.imports import use_case\n"
        "use_case._record = lambda *a: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from portal.__main__ import app\n"
        "app(sys.argv[1:])\n"
    )
    files = [str(tmp_path / "a.csv"), str(tmp_path / "c.csv")]
    environment = {"PORTAL_DATA_DIR": str(tmp_path), "PORTAL_DATABASE_URL": ""}
    killed = subprocess.run(
        [sys.executable, "-c", script, "import", *files],
        env={**os.environ, **environment},
        check=False,
    )
    assert killed.returncode == -9
    done = command("import", *files, "--json", **environment)
    assert [file["created"] for file in json.loads(done.stdout)["files"]] == [1, 2_000]
