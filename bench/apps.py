"""Builds the portal and the empty app the same way, and serves them the same way.

Both are what ``reflex run --env prod --single-port`` serves, built from copies, so that nothing of
the working folder is touched. One build of the portal serves several bases, each at a loopback
address of its own: a build knows its port, not its address.
"""

import hashlib
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.bases import Base
from bench.place import ROOT, environment, place

_PORTAL_FILES = ("portal", "assets", "alembic", "alembic.ini", "rxconfig.py", "reflex.lock")
_IGNORED = shutil.ignore_patterns("__pycache__", ".web", "external", ".states")
PORTAL_PORT, EMPTY_PORT = 3391, 3392


@dataclass(frozen=True)
class Build:
    """A built application: where, and for which port."""

    folder: Path
    port: int


# What the server does by itself: transactions, changes to tell, letters to deliver.
_WATCHED = ("live_event", "outbox_message")


@dataclass(frozen=True)
class Served:
    """An application that answers at ``url``; ``statements``: a log of its SQL, if it has any."""

    url: str
    statements: Path | None = None

    def count_statements(self) -> int:
        """How many statements it ran, those that watch for changes left out."""
        lines = self.statements.read_text().splitlines() if self.statements else []
        return sum(
            not line.startswith("BEGIN") and not any(table in line for table in _WATCHED)
            for line in lines
        )


def build_portal() -> Build:
    """Build the portal, unless this very source was built."""
    return _build("portal", ROOT, _PORTAL_FILES, PORTAL_PORT)


def build_empty_app() -> Build:
    """Build the empty app, likewise."""
    files = ("empty_app", "rxconfig.py")
    return _build("empty", Path(__file__).parent / "empty_app", files, EMPTY_PORT)


def _build(name: str, source: Path, files: tuple[str, ...], port: int) -> Build:
    folder, mark = place(f"app-{name}"), place("builds") / name
    wanted = _digest(source, files)
    if not mark.exists() or mark.read_text() != wanted:
        print(f"Building the {name} app…", flush=True)
        _copy(source, files, folder)
        subprocess.run(
            [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"],
            check=True,
            cwd=folder,
            env=environment() | {"REFLEX_API_URL": f"http://localhost:{port}"},
            stdout=subprocess.DEVNULL,
        )
        mark.write_text(wanted)
    return Build(folder, port)


def _digest(source: Path, files: tuple[str, ...]) -> str:
    found = hashlib.sha256()
    for name in files:
        for path in sorted([source / name, *(source / name).rglob("*")]):
            if path.is_file() and path.suffix != ".pyc":
                found.update(str(path).encode() + path.read_bytes())
    return found.hexdigest()


def _copy(source: Path, files: tuple[str, ...], folder: Path) -> None:
    for name in files:
        path, copy = source / name, folder / name
        if path.is_dir():
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(path, copy, ignore=_IGNORED)
        elif path.exists():
            shutil.copy(path, copy)


@contextmanager
def serve(
    build: Build,
    address: str = "127.0.0.1",
    base: Base | None = None,
    *,
    count_statements: bool = False,
) -> Iterator[Served]:
    """Serve a build, over a base if it needs one, until the end of the block."""
    url = f"http://{address}:{build.port}"
    variables = environment() | {"PYTHONPATH": f"{build.folder}:{ROOT}"}
    statements = None
    if base:
        variables |= {
            "PORTAL_DATA_DIR": str(base.folder),
            "PORTAL_DATABASE_URL": "",
            "PORTAL_PUBLIC_URL": url,
            "PORTAL_LOG_LEVEL": "WARNING",
        }
    if base and count_statements:
        statements = base.folder / "statements.log"
        statements.write_text("")
        variables["BENCH_STATEMENTS"] = str(statements)
    with (place("logs") / f"{address}-{build.port}.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "bench.server", address, str(build.port)],
            cwd=build.folder,
            env=variables,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(url, server)
            yield Served(url, statements)
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"The server at {url} did not start: see the logs beside the figures.")
