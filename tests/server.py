"""The real thing for the tests: production servers with the demonstration data.

One build serves them all, each on a loopback address of its own (``tests.serve``). A server is
started when a test first asks for it, and stops at the end of the run. Two runs side by side
(``tests.lanes``) share the build and have their own servers.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from portal.bootstrap import Portal, wire
from portal.domain.actors import MemberActor
from portal.domain.cast import CAST, STAFF_CAST
from portal.domain.sessions import SessionLimits
from portal.models.accounts import Account
from portal.models.members import Member
from portal.services.secrets import new_token
from portal.services.sessions import OpenedSession, issue_ticket, redeem_ticket
from portal.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
PORT = int(os.environ.get("PORTAL_TEST_PORT", "3055"))
LANE = int(os.environ.get("PORTAL_TEST_LANE", "0"))
IS_BUILT = "PORTAL_TEST_BUILT" in os.environ
REDIS_PORT = PORT + 1 + LANE
BUILD = ".web-test" if PORT == 3055 else f".web-test-{PORT}"  # the port is built in
DEMO_DAY = "2026-11-20"
POSTGRES_URL = os.environ.get(
    "PORTAL_TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/test"
)
REDIS_URL = os.environ.get("PORTAL_TEST_REDIS_URL", "redis://127.0.0.1:6379/9")

S = TypeVar("S")

_BUILDING, _STARTING, _STOPPING = 480.0, 90.0, 20.0


@dataclass
class Server:
    """A running portal, and the same database through the portal's own services."""

    host: str
    address: str
    folder: Path
    extra: dict[str, str] = field(default_factory=dict)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The origin under which browsers know it."""
        return f"http://{self.host}:{PORT}"

    @property
    def log(self) -> str:
        """Everything the server has written so far."""
        return self._log_path.read_text(encoding="utf-8", errors="replace")

    @property
    def _log_path(self) -> Path:
        return self.folder / "server.log"

    @property
    def environment(self) -> dict[str, str]:
        """What the server and the commands beside it run with."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PORTAL_", "REFLEX_"))}
        return {
            **kept,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{kept.get('PATH', '')}",
            "PYTHONUNBUFFERED": "1",
            "REFLEX_CHECK_LATEST_VERSION": "false",
            "REFLEX_TELEMETRY_ENABLED": "false",
            "REFLEX_USE_NPM": "true",
            "REFLEX_WEB_WORKDIR": BUILD,
            "PORTAL_DATA_DIR": str(self.folder),
            "PORTAL_DATABASE_URL": "",
            "PORTAL_PUBLIC_URL": self.url,
            "PORTAL_VIDEO_URL": "https://visio.example.org/{reference}",
            **self.extra,
        }

    @property
    def portal(self) -> Portal:
        """The server's database, through the portal's own services."""
        return _portal_of(self.folder, self.extra.get("PORTAL_DATABASE_URL", ""))

    def command(self, *arguments: str, typed: str = "") -> str:
        """Run ``python -m portal ...`` beside the server and return what it said."""
        done = subprocess.run(
            [sys.executable, "-m", "portal", *arguments],
            cwd=ROOT,
            env=self.environment,
            input=typed,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def load_demonstration(self) -> None:
        """Fill the empty database."""
        self.command("demo", "--load", "--today", DEMO_DAY)

    def build_and_start(self) -> None:
        """Build the pages as ``make run`` does, and serve them."""
        options = ["--env", "prod", "--single-port", "--backend-host", self.address]
        ports = ["--frontend-port", str(PORT), "--backend-port", str(PORT)]
        self._start([sys.executable, "-m", "reflex", "run", *options, *ports], _BUILDING)

    def start(self) -> None:
        """Serve the pages that are built already."""
        self._start([sys.executable, "-m", "tests.serve", self.address, str(PORT)], _STARTING)

    def stop(self) -> None:
        """Stop, politely then not."""
        process, self._process = self._process, None
        if process is None:
            return
        for sign in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(process.pid, sign)
                process.wait(_STOPPING)
                break
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue
        process.wait(_STOPPING)

    def restart(self) -> None:
        """Stop and start again: what was in memory is gone."""
        self.stop()
        self.start()

    def answers(self) -> bool:
        """Whether it answers and reaches its database."""
        try:
            return httpx.get(f"{self.url}/sante", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    def _start(self, command: list[str], patience: float) -> None:
        wait_until(lambda: self._port_is_free(), f"port {PORT} of {self.address} to be free", 15)
        with self._log_path.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        deadline = time.monotonic() + patience
        while not self.answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                pytest.fail(f"the server did not start:\n{self.log[-4000:]}", pytrace=False)
            time.sleep(0.2)

    def _port_is_free(self) -> bool:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.address, PORT))
            except OSError:
                return False
        return True

    def account_of(self, key: str) -> Account:
        """The account of one of the cast, by the short name of ``portal.domain.cast``."""
        staff = next((person for person in STAFF_CAST if person.key == key), None)
        if staff is not None:
            return self.portal.read(_account_at, email=staff.email)
        number = next(member.number for member in CAST if member.key == key)
        return self.portal.read(_account_of, number=number)

    def sign_in(self, key: str) -> str:
        """Open a session for a member of the cast; return the value of its cookie."""
        account_id = self.account_of(key).id
        assert account_id is not None
        return self.open_session(account_id)

    def open_session(self, account_id: int) -> str:
        """Open a session for an account; return the value of its cookie."""
        return self.portal.write(
            _open,
            account_id=account_id,
            now=self.portal.clock.now(),
            limits=self.portal.settings.limits,
        ).token

    def ticket(self, key: str, browser: str) -> str:
        """A sign-in ticket for a member of the cast, good in the browser that has this cookie."""
        return self.portal.write(
            issue_ticket,
            now=self.portal.clock.now(),
            account_id=self.account_of(key).id,
            browser=browser,
        )

    def actor(self, key: str) -> MemberActor:
        """A member of the cast as services know them."""
        account = self.account_of(key)
        assert account.id is not None
        assert account.member_id is not None
        return MemberActor(account.id, account.member_id, session_id=0)

    def sql(self, statement: str, **values: object) -> list[tuple]:
        """Run one statement on the server's database."""
        with self.portal.engine.begin() as connection:
            result = connection.execute(text(statement), values)
            return [tuple(row) for row in result] if result.returns_rows else []


def wait_until(condition: Callable[[], object], what: str, patience: float = 20) -> None:
    """Wait for something outside of a page to become true."""
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"waited {patience:.0f} s for {what}", pytrace=False)
        time.sleep(0.05)


def the_server(config: pytest.Config) -> Server:
    """The server of the run: SQLite, one process."""
    return _once(_single, config)


def the_cluster(config: pytest.Config) -> "Cluster":
    """Two processes on PostgreSQL and Redis; skips the test where these are missing."""
    _once(_single, config)  # makes the build
    return _once(_several, config)


@dataclass
class Cluster(Server):
    """Several processes that share PostgreSQL and Redis."""

    redis: "RedisServer | None" = None
    admin: Engine | None = None
    database: str = ""

    @contextmanager
    def without_database(self) -> Iterator[None]:
        """Take the database away, and give it back."""
        assert self.admin is not None
        self.portal.engine.dispose()
        with self.admin.connect() as connection:
            connection.execute(text(f'ALTER DATABASE "{self.database}" ALLOW_CONNECTIONS false'))
            connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :d"),
                {"d": self.database},
            )
            try:
                yield
            finally:
                connection.execute(text(f'ALTER DATABASE "{self.database}" ALLOW_CONNECTIONS true'))


@dataclass
class RedisServer:
    """A Redis of the tests' own where there is the program, or one that runs already."""

    url: str
    folder: Path | None = None
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> bool:
        """Start, or find that it runs; say whether it answers."""
        if self.folder is not None:
            options = ["--port", str(REDIS_PORT), "--bind", "127.0.0.1", "--dir", str(self.folder)]
            self._process = subprocess.Popen(
                ["redis-server", *options, "--save", "", "--appendonly", "no"],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            wait_until(self._answers, "Redis")
        return self._answers()

    def lose_everything(self) -> None:
        """Die and come back empty; a Redis that is not ours only loses our database."""
        if self._process is None:
            with Redis.from_url(self.url) as client:
                client.flushdb()
            return
        self.stop()
        self.start()

    def stop(self) -> None:
        """Stop at once, if it is ours."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()

    def _answers(self) -> bool:
        try:
            with Redis.from_url(self.url) as client:
                return bool(client.ping())
        except RedisError:
            return False


_running: dict[Callable, Any] = {}


def _once(start: Callable[[pytest.Config], S], config: pytest.Config) -> S:
    if start not in _running:
        try:
            _running[start] = start(config)
        except pytest.skip.Exception as reason:
            _running[start] = reason
    if isinstance(_running[start], pytest.skip.Exception):
        raise _running[start]
    return _running[start]


def address(number: int) -> str:
    """The loopback address of a lane's single server (1) or cluster (2)."""
    return f"127.0.0.{2 * LANE + number}"


def _single(config: pytest.Config) -> Server:
    # Passkeys want a name: the first lane has it.
    host = address(1) if LANE else "localhost"
    server = Server(host, address(1), _folder(config, "single"))
    config.add_cleanup(server.stop)
    config.add_cleanup(lambda: server.portal.engine.dispose())
    server.load_demonstration()
    if IS_BUILT:
        server.start()
    else:
        server.build_and_start()
    return server


def _several(config: pytest.Config) -> Cluster:
    cluster = Cluster(address(2), address(2), _folder(config, "cluster"))
    if not is_of_this_machine(cluster.address):
        pytest.skip("no second loopback address for the cluster")
    cluster.redis = _redis(config)
    cluster.admin = create_engine(
        Settings(database_url=POSTGRES_URL).sqlalchemy_url, isolation_level="AUTOCOMMIT"
    )
    config.add_cleanup(cluster.admin.dispose)
    cluster.database = f"portal_test_cluster_{os.getpid()}"
    try:
        with cluster.admin.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{cluster.database}"'))
    except OperationalError as error:
        pytest.skip(f"no PostgreSQL server for the tests: {str(error.orig).splitlines()[0]}")
    config.add_cleanup(lambda: _drop(cluster))
    cluster.extra = {
        "PORTAL_DATABASE_URL": POSTGRES_URL.rpartition("/")[0] + "/" + cluster.database,
        "REFLEX_REDIS_URL": cluster.redis.url,
        "GRANIAN_WORKERS": "2",
    }
    cluster.load_demonstration()
    config.add_cleanup(cluster.stop)
    cluster.start()
    return cluster


def is_of_this_machine(loopback: str) -> bool:
    """Whether servers can listen there: some systems have 127.0.0.1 only."""
    with socket.socket() as probe:
        try:
            probe.bind((loopback, 0))
        except OSError:
            return False
    return True


def _redis(config: pytest.Config) -> RedisServer:
    if shutil.which("redis-server"):
        url = f"redis://127.0.0.1:{REDIS_PORT}/0"
        redis = RedisServer(url, _folder(config, "redis"))
    else:
        redis = RedisServer(REDIS_URL)
    config.add_cleanup(redis.stop)
    if not redis.start():
        pytest.skip(f"no Redis server for the tests: no redis-server here, none at {redis.url}")
    return redis


def _drop(cluster: Cluster) -> None:
    assert cluster.admin is not None
    cluster.portal.engine.dispose()
    with cluster.admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{cluster.database}" WITH (FORCE)'))


def _folder(config: pytest.Config, name: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix=f"portal-test-{name}-"))
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    return folder


@cache
def _portal_of(folder: Path, database_url: str) -> Portal:
    return wire(Settings(data_dir=folder, database_url=database_url))


def _account_of(*, session: Session, number: str) -> Account:
    return session.exec(select(Account).join(Member).where(Member.number == number)).one()


def _account_at(*, session: Session, email: str) -> Account:
    return session.exec(select(Account).where(Account.email == email)).one()


def _open(
    *, session: Session, account_id: int, now: datetime, limits: SessionLimits
) -> OpenedSession:
    browser = new_token()
    ticket = issue_ticket(session, now=now, account_id=account_id, browser=browser)
    session.flush()
    return redeem_ticket(
        session=session,
        now=now,
        limits=limits,
        ticket=ticket,
        browser=browser,
        user_agent="tests",
        network="127.0.0.1",
    )
