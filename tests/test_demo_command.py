"""``python -m portal demo``, as typed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def run(tmp_path: Path):
    def call(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "portal", "demo", *arguments],
            cwd=tmp_path,
            env={
                **{k: v for k, v in os.environ.items() if not k.startswith("PORTAL_")},
                "PYTHONPATH": str(ROOT),
                "PORTAL_DATA_DIR": str(tmp_path / "data"),
                **environment,
            },
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return call


def test_without_options_it_writes_the_files_and_says_what_to_do_next(run, tmp_path: Path) -> None:
    done = run()
    assert done.returncode == 0, done.stderr
    assert "python -m portal demo --load" in done.stdout
    assert (tmp_path / "data" / "demo" / "adherents.csv").exists()
    assert not (tmp_path / "data" / "portal.db").exists()


def test_it_loads_once_then_has_nothing_to_do(run) -> None:
    first = run("--load", "--if-empty")
    assert first.returncode == 0, first.stderr
    assert "13 comptes de démonstration" in first.stdout
    assert "rien à faire" in run("--load").stdout
    silent = run("--load", "--if-empty")
    assert (silent.returncode, silent.stdout, silent.stderr) == (0, "", "")


def test_it_loads_nothing_where_the_demonstration_is_switched_off(run, tmp_path: Path) -> None:
    silent = run("--load", "--if-empty", PORTAL_DEMO="false")
    assert (silent.returncode, silent.stdout, silent.stderr) == (0, "", "")
    refused = run("--load", PORTAL_DEMO="false")
    assert refused.returncode == 1
    assert "PORTAL_DEMO" in refused.stderr
    assert not (tmp_path / "data" / "portal.db").exists()


def test_numbers_that_cannot_be_met_are_told_in_a_sentence(run, tmp_path: Path) -> None:
    refused = run("--output", str(tmp_path / "out"), "--members", "3")
    assert refused.returncode == 1
    assert refused.stderr.strip().endswith("adhérents.")
    assert "Traceback" not in refused.stderr


def test_the_reference_day_can_be_chosen(run, tmp_path: Path) -> None:
    done = run("--output", str(tmp_path / "out"), "--today", "2026-03-15")
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "out" / "remboursements-4.csv").read_text()
    assert "2026-03-" in text
    assert "2026-04-" not in text
