"""A browser without a page: HTTP with cookies, and the framework's websocket, frame by frame.

Each browser calls from a loopback address of its own, so that what one does to the limits of its
address leaves the others alone.
"""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from socket import create_connection
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import httpx
import reflex as rx
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from portal.pages.page import routes
from portal.state.sign_in import SignInState
from tests.server import PORT, Server

ROOT_STATE = rx.State.get_full_name()
HYDRATE = f"{ROOT_STATE}.hydrate_and_load"
SESSION, BROWSER = "portal_session", "portal_browser"

_SUFFIX = "_rx_state_"
_addresses = count(2)


def name_of(state: type[rx.State], handler: str) -> str:
    """The name under which the websocket knows a handler."""
    return f"{state.get_full_name()}.{handler}"


class Browser:
    """Cookies and an address; ``session`` signs in without a page."""

    def __init__(self, server: Server, *, session: str = "") -> None:
        self.server = server
        number = next(_addresses)
        self.address = f"127.0.{number // 250 + 1}.{number % 250 + 1}"
        self.http = httpx.Client(
            base_url=server.url,
            transport=httpx.HTTPTransport(local_address=self.address),
            timeout=20,
        )
        self.get("/connexion")
        if session:
            self.http.cookies.set(SESSION, session)

    def __enter__(self) -> "Browser":
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    @property
    def cookies(self) -> dict[str, str]:
        """Cookies by name."""
        return dict(self.http.cookies)

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Open an address."""
        return self.http.get(path, headers=headers)

    def post(self, path: str, form: dict[str, str] | None = None, **headers: str) -> httpx.Response:
        """Send a form, as a page of the portal does."""
        return self.http.post(path, data=form or {}, headers={"Origin": self.server.url, **headers})

    def redeem(self, ticket: str, target: str = "/espace") -> httpx.Response:
        """Take a ticket to the server."""
        return self.post("/session", {"ticket": ticket, "next": target})

    @contextmanager
    def tab(
        self,
        path: str = "/connexion",
        *,
        token: str = "",
        hydrate: bool = True,
        cookies: dict[str, str] | None = None,
    ) -> Iterator["Tab"]:
        """Open a page's websocket and wait until the page is there."""
        carried = self.cookies if cookies is None else cookies
        header = "; ".join(f"{name}={value}" for name, value in carried.items())
        with dial(self.server, address=self.address, cookie=header, token=token) as socket:
            tab = Tab(socket, path)
            tab.join(hydrate=hydrate)
            yield tab


@contextmanager
def dial(
    server: Server,
    *,
    address: str = "127.0.0.1",
    cookie: str = "",
    token: str = "",
    origin: str | None = "",
    host: str = "",
    path: str = "/_event/",
    **headers: str,
) -> Iterator[ClientConnection]:
    """Open a websocket; ``origin=None`` sends none, ``""`` the portal's own."""
    query = f"token={token or uuid4()}&EIO=4&transport=websocket"
    extra = {name.replace("_", "-"): value for name, value in headers.items()}
    if cookie:
        extra["Cookie"] = cookie
    with connect(
        f"ws://{host or server.host}:{PORT}{path}?{query}",
        address=(server.address, PORT),
        origin=server.url if origin == "" else origin,  # pyright: ignore[reportArgumentType]
        additional_headers=extra,
        sock=create_connection((server.address, PORT), 15, (address, 0)),
        compression=None,
        proxy=None,
        open_timeout=15,
        max_size=2**24,
    ) as socket:
        yield socket


def parameters(path: str) -> dict[str, str]:
    """What a page's address says by its place, as ``/messagerie/[conversation_reference]``."""
    path = path.rstrip("/")
    if path in routes():
        return {}
    for route in routes():
        pattern = re.sub(r"\\\[(\w+)\\\]", r"(?P<\1>[^/]+)", re.escape(route))
        if "[" in route and (found := re.fullmatch(pattern, path)):
            return found.groupdict()
    return {}


class Tab:
    """An open page: ``state`` is what it was sent, by state and variable."""

    def __init__(self, socket: ClientConnection, path: str) -> None:
        self.socket, self.path = socket, path
        self.state: dict[str, dict[str, Any]] = {}
        self.redirects: list[str] = []
        self.fences = 0
        self.frames: list[str] = []

    def join(self, *, hydrate: bool = True) -> None:
        """Say hello; with ``hydrate``, ask for the page and wait for it."""
        self.until(lambda: any(frame.startswith("0{") for frame in self.frames))
        auth = {"event": self.event(HYDRATE)} if hydrate else {}
        self.socket.send(f"40/_event,{json.dumps(auth)}")
        self.until(lambda: any(frame.startswith("40/_event") for frame in self.frames))
        if hydrate:
            self.until(lambda: self.state.get(ROOT_STATE, {}).get("is_hydrated"))
            self.settle()

    def event(self, name: str, payload: Any = None, **extra: Any) -> dict[str, Any]:
        """The message that a page sends to call a handler."""
        parts = urlsplit(self.path)
        return {
            "name": name,
            "payload": {} if payload is None else payload,
            "router_data": {
                "pathname": parts.path,
                "asPath": self.path,
                "query": parameters(parts.path) | dict(parse_qsl(parts.query)),
            },
        } | extra

    def send(self, name: str, payload: Any = None, **extra: Any) -> None:
        """Call a handler."""
        self.send_raw(json.dumps(["event", self.event(name, payload, **extra)]))

    def send_raw(self, message: str) -> None:
        """Send anything as a socket.io event."""
        self.socket.send(f"42/_event,{message}")

    def call(self, name: str, payload: Any = None, **extra: Any) -> None:
        """Call a handler and wait until it is over."""
        self.send(name, payload, **extra)
        self.settle()

    def settle(self) -> None:
        """Wait until everything sent before has been handled: events of a page go in order."""
        before = self.fences
        self.send(name_of(SignInState, "toggle_password"))
        self.until(lambda: self.fences > before)

    def of(self, state: type[rx.State]) -> dict[str, Any]:
        """What the page was sent of one state."""
        return self.state.get(state.get_full_name(), {})

    @property
    def everything(self) -> str:
        """All that the page was ever sent."""
        return "\n".join(self.frames)

    def until(self, condition: Callable[[], object], patience: float = 15) -> None:
        """Read what the server sends until something is true."""
        deadline = time.monotonic() + patience
        while not condition():
            left = deadline - time.monotonic()
            if left <= 0:
                raise AssertionError(f"not seen in {patience} s; last: {self.frames[-3:]}")
            try:
                self._take(self.socket.recv(timeout=left))
            except TimeoutError:
                continue

    def is_closed(self, patience: float = 15) -> bool:
        """Whether the server closes the connection."""
        try:
            self.until(lambda: False, patience)
        except ConnectionClosed:
            return True
        except AssertionError:
            return False
        return False

    def _take(self, frame: str | bytes) -> None:
        if not isinstance(frame, str):
            return
        if frame == "2":
            self.socket.send("3")
            return
        self.frames.append(frame)
        if not frame.startswith("42/_event,"):
            return
        kind, update = json.loads(frame.partition(",")[2])
        if kind != "event":
            return
        delta = update.get("delta") or {}
        for state, values in delta.items():
            known = self.state.setdefault(state, {})
            known.update({name.removesuffix(_SUFFIX): value for name, value in values.items()})
        # The whole state, sent when it is emptied, is no answer to the gesture.
        emptied = f"is_hydrated{_SUFFIX}" in delta.get(ROOT_STATE, {})
        self.fences += "password_shown" in frame and not emptied
        for event in update.get("events") or []:
            if event["name"] == "_redirect":
                self.redirects.append(event["payload"]["path"])
