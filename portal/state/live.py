"""Live pages: what changes in the database shows on the open pages without a reload.

Every server process watches the table of changes (written in the transaction of the change itself,
by whichever process made it) for the members whose pages it serves, and sends these pages an event;
the page's own reload handler does the rest. No broker is needed, and nothing is lost with one.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Annotated, Any

import reflex as rx
import structlog
from pydantic import Field
from reflex_base.event import Event
from sqlalchemy.exc import SQLAlchemyError

from portal.bootstrap import portal
from portal.domain.actors import MemberActor
from portal.services.live import Change, changes_since
from portal.services.purge import purge
from portal.services.sessions import sessions_ending
from portal.settings import settings
from portal.state import banners, tabs
from portal.state.access import Access, open_to, passive
from portal.state.acting import acting
from portal.state.banners import BannerState
from portal.state.bridge import read, write
from portal.state.shell import SessionState

log = structlog.get_logger()

POLL_SECONDS = 0.25
# A change becomes visible when its transaction commits, maybe seconds after its row was written.
LOOK_BACK = timedelta(seconds=30)
SESSION_CHECK_SECONDS = 2.0
CLEANING_SECONDS = 600.0

_reloads: dict[tuple[str, str], Any] = {}
_member_reloads: dict[str, Any] = {}

Topic = Annotated[str, Field(max_length=24)]


def reload_on(route: str, topic: str, handler: Any) -> None:
    """Have ``handler`` called on open pages of ``route`` when ``topic`` changes."""
    _reloads[route, topic] = handler


def reload_for_members(topic: str, handler: Any) -> None:
    """Have ``handler`` called on every open page of a member when ``topic`` changes."""
    _member_reloads[topic] = handler


@open_to(Access.SIGNED_IN)
class LiveState(rx.State):
    """Receives what the server has to say to a page of somebody signed in."""

    @rx.event
    @passive
    def changed(self, topics: Annotated[list[Topic], Field(max_length=20)]) -> list[Any]:
        """Something changed for this person: reload what this page shows of it."""
        asked = _reloads_of(self.rx_router_route_id, topics)
        if isinstance(acting.get().actor, MemberActor):
            asked += [_member_reloads.get(topic) for topic in topics]
        return [handler for handler in asked if handler is not None]


@open_to(Access.PUBLIC)
class VisitorLiveState(rx.State):
    """The same, for a page of somebody who is not."""

    @rx.event
    @passive
    def changed(self, topics: Annotated[list[Topic], Field(max_length=20)]) -> list[Any]:
        """Something changed for everybody."""
        asked = _reloads_of(self.rx_router_route_id, topics)
        return [handler for handler in asked if handler is not None]


def _reloads_of(route: str, topics: list[str]) -> list[Any]:
    return [_reloads.get((route, topic)) for topic in sorted(set(topics))]


async def watch(app: rx.App) -> None:
    """Run until cancelled: tell this process's open pages what they should know."""
    told: OrderedDict[int, None] = OrderedDict()
    started = portal().clock.now()
    await asyncio.gather(
        _repeat(POLL_SECONDS, lambda: _tell_changes(app, told, started)),
        _repeat(SESSION_CHECK_SECONDS, lambda: _check_sessions(app)),
        _repeat(banners.TICK_SECONDS, lambda: _tell_banners(app)),
        _repeat(CLEANING_SECONDS, _clean),
    )


async def _repeat(seconds: float, work: Any) -> None:
    while True:
        await asyncio.sleep(seconds)
        try:
            await work()
        except SQLAlchemyError:
            log.warning("live.database_unreachable")
        except Exception:
            log.exception("live.failed")


async def _tell_changes(app: rx.App, told: OrderedDict[int, None], started: datetime) -> None:
    open_tabs = _connected_tabs(app)
    if not open_tabs:
        return
    since = max(started, portal().clock.now() - LOOK_BACK)
    audiences = sorted({audience for tab in open_tabs for audience in tab.audiences})
    changes = await read(changes_since, since=since, audiences=audiences)
    fresh = [change for change in changes if change.id not in told]
    told.update((change.id, None) for change in fresh)
    while len(told) > 100_000:
        told.popitem(last=False)
    # Asked again: those that were forgotten meanwhile are not told.
    for tab in _connected_tabs(app):
        topics = _topics_of(tab, fresh)
        if topics:
            live = VisitorLiveState if tab.session_id is None else LiveState
            await _send(app, tab.token, live.changed(topics))  # pyright: ignore


def _topics_of(tab: tabs.Tab, changes: Iterable[Change]) -> list[str]:
    return sorted({change.topic for change in changes if change.audience in tab.audiences})


async def _tell_banners(app: rx.App) -> None:
    """Have every page show what was put up, taken down, begun or over since the last time."""
    if _connected_tabs(app) and await banners.renew():
        for tab in _connected_tabs(app):
            await _send(app, tab.token, BannerState.reload())  # pyright: ignore


async def _check_sessions(app: rx.App) -> None:
    """Wake the pages whose session is ending or over, and those warned that may go on after all.

    The guard and the page do the rest.
    """
    open_tabs = [tab for tab in _connected_tabs(app) if tab.session_id is not None]
    if not open_tabs:
        return
    ending = await read(
        sessions_ending,
        session_ids=sorted({tab.session_id for tab in open_tabs if tab.session_id is not None}),
        now=portal().clock.now(),
        limits=settings().limits,
    )
    for tab in open_tabs:
        ends = tab.session_id in ending
        if ends or tab.warned:
            await _send(app, tab.token, SessionState.check_session())  # pyright: ignore
        tab.warned = ends


async def _clean() -> None:
    await write(purge, now=portal().clock.now())


def _connected_tabs(app: rx.App) -> list[tabs.Tab]:
    namespace = app.event_namespace
    if namespace is None:
        return []
    connected = namespace.token_to_sid
    open_tabs = tabs.open_tabs()
    for tab in open_tabs:
        if tab.token not in connected:
            tabs.forget(tab.token)
    return [tab for tab in open_tabs if tab.token in connected]


async def _send(app: rx.App, token: str, event: Any) -> None:
    for built in Event.from_event_type(event):
        await app.event_processor.enqueue(token, built)
