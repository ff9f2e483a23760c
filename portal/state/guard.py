"""The one guard: runs before every event, whatever its handler.

It finds who is acting from the session cookie, empties a page's state that was filled for somebody
else, and lets the event through only if the handler is open to this actor, the payload fits, and
who is there was proved lately where the handler is sensitive.
"""

from functools import lru_cache

import reflex as rx
import structlog
from reflex.istate.delta import _resolve_delta
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, StateUpdate
from reflex_base.event import Event
from reflex_base.registry import RegisteredEventHandler, RegistrationContext
from sqlalchemy.exc import SQLAlchemyError

from portal.adapters.cookies import cookies_of
from portal.bootstrap import portal
from portal.domain.actors import MemberActor, Visitor
from portal.domain.paths import HOME, PROVE, RESUME, SIGN_IN, STAFF_HOME, with_next
from portal.domain.sessions import PROOF_LIFE
from portal.services.secrets import digest
from portal.services.sessions import LiveSession, find_session, touch_session
from portal.settings import settings
from portal.state import tabs
from portal.state.access import Access, access_of, is_passive, is_sensitive, payload_fits
from portal.state.acting import Acting, acting
from portal.state.bridge import glance, write_later
from portal.state.shell import UNREACHABLE, ShellState

log = structlog.get_logger()

# A page sends the same header with each of its events.
_cookies_of = lru_cache(maxsize=1024)(cookies_of)


class Guard(Middleware):
    """See the module. Everything else may assume that it ran."""

    def __init__(self) -> None:
        self._limits = settings().limits

    async def preprocess(
        self,
        app: rx.App,  # noqa: ARG002
        state: BaseState,
        event: Event,
    ) -> StateUpdate | None:
        """Return nothing to let the event through, or the answer that replaces it."""
        registered = RegistrationContext.get().event_handlers.get(event.name)
        if registered is None:
            return StateUpdate()
        try:
            found = await self._find_session(state)
            emptied = await self._bind(state, found)
        except SQLAlchemyError:
            log.exception("guard.database_unreachable")
            (await state.get_state(ShellState)).problem = UNREACHABLE
            return await _answer(state)
        self._note(state, registered, found)
        if not access_of(registered).allows(acting.get().actor):
            return await self._refuse(state, registered, found)
        if not payload_fits(registered, event.payload):
            log.warning("guard.payload_refused", handler=event.name[:200])
            return StateUpdate()
        if emptied and found is not None and not _is_hydration(registered):
            return StateUpdate(events=Event.from_event_type(rx.State.hydrate_and_load))
        if found is not None and is_sensitive(registered) and not _proved_lately(found):
            return _go_to(with_next(PROVE, _address(state)))
        if found is not None and found.touch_due and not is_passive(registered):
            # Not waited for: noting a gesture must not hold it up when the database is busy.
            write_later(touch_session, now=portal().clock.now(), session_id=found.actor.session_id)
        await self._forget_problem(state, registered)
        return None

    async def _find_session(self, state: BaseState) -> LiveSession | None:
        cookies = _cookies_of(state.rx_router_headers.cookie)
        token = cookies.get(settings().session_cookie, "")
        found = None
        if token:
            found = await glance(
                find_session, now=portal().clock.now(), limits=self._limits, token=token
            )
        acting.set(
            Acting(
                actor=found.actor if found else Visitor(),
                proved_at=found.proved_at if found else None,
                session_ends_at=found.ends_at if found else None,
                network=state.rx_router_session.client_ip,
                browser=cookies.get(settings().browser_cookie, ""),
            )
        )
        return found

    async def _bind(self, state: BaseState, found: LiveSession | None) -> bool:
        """Empty the page's state if it was filled for somebody else; say whether it was.

        A visitor is their browser: what they have begun, such as signing in, is theirs alone.
        """
        shell = await state.get_state(ShellState)
        if found is not None:
            owner = f"session:{found.actor.session_id}"
        else:
            owner = f"browser:{digest(acting.get().browser)}"
        if shell._owner == owner:
            return False
        if not shell._owner and found is None:
            shell._owner = owner
            return False
        root = state._get_root_state()
        # A Redis state manager loads only what an event needs: load it all, so as to empty it all.
        for state_class in RegistrationContext.get().base_states.values():
            await root.get_state(state_class)
        root.reset()
        (await root.get_state(ShellState))._owner = owner
        return True

    async def _forget_problem(self, state: BaseState, registered: RegisteredEventHandler) -> None:
        """What went wrong before is over once something is done again."""
        shell = await state.get_state(ShellState)
        if shell.problem and not is_passive(registered) and registered.states[0] is not ShellState:
            shell.problem = ""

    def _note(
        self, state: BaseState, registered: RegisteredEventHandler, found: LiveSession | None
    ) -> None:
        token = state.rx_router_session.client_token
        if found is None:
            tabs.visited(token, arrives=_is_hydration(registered))
        else:
            tabs.seen(token, found.actor)

    async def _refuse(
        self, state: BaseState, registered: RegisteredEventHandler, found: LiveSession | None
    ) -> StateUpdate:
        if found is not None or access_of(registered) is Access.NOBODY:
            log.warning("guard.refused", handler=registered.handler.fn.__qualname__[:200])
        if access_of(registered) is Access.NOBODY:
            return StateUpdate()
        if found is not None:
            return _go_to(HOME if isinstance(found.actor, MemberActor) else STAFF_HOME)
        had_cookie = settings().session_cookie in _cookies_of(state.rx_router_headers.cookie)
        target = with_next(RESUME if had_cookie else SIGN_IN, _address(state))
        # Whatever the page showed goes away with the answer, before the redirection is followed.
        root = state._get_root_state()
        root.is_hydrated = True
        delta = await _resolve_delta(root.dict())
        root._clean()
        return StateUpdate(
            delta=delta,
            events=Event.from_event_type(rx.redirect(target, replace=had_cookie)),
        )


def _is_hydration(registered: RegisteredEventHandler) -> bool:
    return registered.handler.fn.__name__ in {"hydrate", "hydrate_and_load"}


def _proved_lately(found: LiveSession) -> bool:
    return portal().clock.now() - found.proved_at < PROOF_LIFE


def _address(state: BaseState) -> str:
    """The page of the tab, filters included, as a local path."""
    url = state.rx_router_url
    path = url.path.rstrip("/") or "/"
    return f"{path}?{url.query}" if url.query else path


def _go_to(path: str) -> StateUpdate:
    return StateUpdate(events=Event.from_event_type(rx.redirect(path)))


async def _answer(state: BaseState) -> StateUpdate:
    root = state._get_root_state()
    delta = await root._get_resolved_delta()
    root._clean()
    return StateUpdate(delta=delta)
