"""What a page may say on the websocket, before Reflex hears it."""

from typing import Any

from socketio import AsyncServer

_SPOKEN_BY_PAGES = {"event", "ping", "client_error"}


def hear_pages_only(server: AsyncServer) -> None:
    """Drop every message but those that pages send.

    The library dispatches a message by its name: one named ``connect`` would run the handler of new
    connections, with headers and a network address that its sender has made up.
    """
    dispatch = server._handle_event

    async def handle(eio_sid: str, namespace: str, number: Any, data: Any) -> None:
        if isinstance(data, list) and data and data[0] in _SPOKEN_BY_PAGES:
            await dispatch(eio_sid, namespace, number, data)

    server._handle_event = handle  # pyright: ignore[reportAttributeAccessIssue]
