"""The one guard: runs before every event, whatever its handler.

It finds who is acting from the session cookie, empties a page's state that was filled for somebody
else, and lets the event through only if the handler is open to this actor and the payload fits.
"""

import dataclasses
import time
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
from portal.domain.paths import SIGN_IN
from portal.services.sessions import LiveSession, find_session, touch_session
from portal.settings import settings
from portal.state import tabs
from portal.state.access import Access, access_of, is_passive, payload_fits
from portal.state.acting import Acting, acting
from portal.state.bridge import glance, write_later
from portal.state.shell import ShellState

log = structlog.get_logger()

# A page sends the same header with each of its events.
_cookies_of = lru_cache(maxsize=1024)(cookies_of)

EVENTS_PER_SECOND = 30
BURST = 120


class Guard(Middleware):
    """See the module. Everything else may assume that it ran."""

    def __init__(self) -> None:
        self._budgets: dict[str, _Budget] = {}
        self._limits = settings().limits

    async def preprocess(
        self,
        app: rx.App,  # noqa: ARG002
        state: BaseState,
        event: Event,
    ) -> StateUpdate | None:
        """Return nothing to let the event through, or the answer that replaces it."""
        registered = RegistrationContext.get().event_handlers.get(event.name)
        if registered is None or not self._within_budget(state):
            return StateUpdate()
        try:
            found = await self._find_session(state)
            emptied = await self._bind(state, found)
        except SQLAlchemyError:
            log.exception("guard.database_unreachable")
            return await _problem_update(state)
        self._note(state, found)
        if not access_of(registered).allows(acting.get().actor):
            return await self._refuse(state, registered, found)
        if not payload_fits(registered, event.payload):
            log.warning("guard.payload_refused", handler=event.name[:200])
            return StateUpdate()
        if emptied and found is not None and not _is_hydration(registered):
            return _start_again()
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
                session_ends_at=found.ends_at if found else None,
                network=state.rx_router_session.client_ip,
                browser=cookies.get(settings().browser_cookie, ""),
            )
        )
        return found

    async def _bind(self, state: BaseState, found: LiveSession | None) -> bool:
        """Empty the page's state if it was filled for another session; say whether it was."""
        shell = await state.get_state(ShellState)
        session_id = found.actor.session_id if found else 0
        if shell._session_id == session_id:
            return False
        root = state._get_root_state()
        # A Redis state manager loads only what an event needs: load it all, so as to empty it all.
        for state_class in RegistrationContext.get().base_states.values():
            await root.get_state(state_class)
        root.reset()
        (await root.get_state(ShellState))._session_id = session_id
        return True

    async def _forget_problem(self, state: BaseState, registered: RegisteredEventHandler) -> None:
        """What went wrong before is over once something is done again."""
        shell = await state.get_state(ShellState)
        if shell.problem and not is_passive(registered) and registered.states[0] is not ShellState:
            shell.problem = ""

    def _note(self, state: BaseState, found: LiveSession | None) -> None:
        token = state.rx_router_session.client_token
        if found is None:
            tabs.forget(token)
        else:
            tabs.seen(token, found.actor.member_id, found.actor.session_id)

    async def _refuse(
        self, state: BaseState, registered: RegisteredEventHandler, found: LiveSession | None
    ) -> StateUpdate:
        access = access_of(registered)
        if access is not Access.MEMBER or isinstance(acting.get().actor, MemberActor):
            log.warning("guard.refused", handler=registered.handler.fn.__qualname__[:200])
            return StateUpdate()
        had_cookie = settings().session_cookie in _cookies_of(state.rx_router_headers.cookie)
        target = _sign_in_path(state.rx_router_url.path, had_cookie and found is None)
        # Whatever the page showed goes away with the answer, before the redirection is followed.
        root = state._get_root_state()
        root.is_hydrated = True
        delta = await _resolve_delta(root.dict())
        root._clean()
        return StateUpdate(delta=delta, events=Event.from_event_type(rx.redirect(target)))

    def _within_budget(self, state: BaseState) -> bool:
        token = state.rx_router_session.client_token
        budget = self._budgets.get(token)
        if budget is None:
            if len(self._budgets) > 50_000:
                self._budgets.clear()
            budget = self._budgets[token] = _Budget()
        return budget.spend()


@dataclasses.dataclass(slots=True)
class _Budget:
    """How many events a page may still send: refills with time, up to a burst."""

    left: float = BURST
    at: float = dataclasses.field(default_factory=time.monotonic)

    def spend(self) -> bool:
        now = time.monotonic()
        self.left = min(BURST, self.left + (now - self.at) * EVENTS_PER_SECOND)
        self.at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


def _is_hydration(registered: RegisteredEventHandler) -> bool:
    return registered.handler.fn.__name__ in {"hydrate", "hydrate_and_load"}


def _start_again() -> StateUpdate:
    return StateUpdate(events=Event.from_event_type(rx.State.hydrate_and_load))


async def _problem_update(state: BaseState) -> StateUpdate:
    (await state.get_state(ShellState)).problem = PROBLEM
    root = state._get_root_state()
    delta = await root._get_resolved_delta()
    root._clean()
    return StateUpdate(delta=delta)


PROBLEM = (
    "Le service ne répond pas pour le moment. Rien n’a été enregistré : "
    "réessayez dans quelques instants."
)


def _sign_in_path(path: str, expired: bool) -> str:
    reason = "motif=session&" if expired else ""
    return f"{SIGN_IN}?{reason}next={path.rstrip('/') or '/'}"
