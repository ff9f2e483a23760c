"""What a page may say on the websocket, and how often, before Reflex hears it."""

from typing import Any

from reflex_base.registry import RegistrationContext
from socketio import AsyncServer
from starlette.requests import HTTPConnection

from portal.api.budget import Budget
from portal.api.requests import client_address
from portal.domain.networks import household

_SPOKEN_BY_PAGES = {"event", "ping", "client_error"}


class _Gate:
    """Lets through the messages that pages send, as long as there are not too many."""

    def __init__(self, server: AsyncServer) -> None:
        self._server = server
        self._connections = Budget(burst=120, per_second=30)
        # A household or a company shares an address: it may send what many pages do.
        self._addresses = Budget(burst=1_200, per_second=300)

    def lets_through(self, eio_sid: str, data: Any) -> bool:
        """Whether a message of this connection is heard."""
        return (
            _is_from_a_page(data)
            and self._connections.spend(eio_sid)
            and self._addresses.spend(self._address(eio_sid))
        )

    def _address(self, eio_sid: str) -> str:
        environ = self._server.environ.get(eio_sid)
        if not environ:
            return ""
        return household(client_address(HTTPConnection(environ["asgi.scope"])))


def hear_pages_only(server: AsyncServer) -> None:
    """Drop every message but those that pages send, and those that come too fast.

    The library dispatches a message by its name: one named ``connect`` would run the handler of new
    connections, with headers and a network address that its sender has made up. An event that has
    no handler would fill the log with its payload.
    """
    dispatch, gate = server._handle_event, _Gate(server)

    async def handle(eio_sid: str, namespace: str, number: Any, data: Any) -> None:
        if gate.lets_through(eio_sid, data):
            await dispatch(eio_sid, namespace, number, data)

    server._handle_event = handle  # pyright: ignore[reportAttributeAccessIssue]


def _is_from_a_page(data: Any) -> bool:
    if not isinstance(data, list) or not data or data[0] not in _SPOKEN_BY_PAGES:
        return False
    if data[0] != "event":
        return True
    event = data[1] if len(data) > 1 else None
    name = event.get("name") if isinstance(event, dict) else None
    return isinstance(name, str) and name in RegistrationContext.get().event_handlers
