"""The routes that set and clear the session cookie, and the reader of that cookie."""

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.api.requests import client_address, see_other
from portal.bootstrap import portal
from portal.domain.actors import AccountActor, MemberActor
from portal.domain.errors import TicketRefused
from portal.domain.paths import RESUME_ROUTE, SIGN_IN, landing, local_path, with_next
from portal.services.devices import open_session as open_device_session
from portal.services.sessions import end_session, find_session, touch_session
from portal.settings import settings

FORM_LIMIT = 8_192


def actor_of(request: Request) -> AccountActor | None:
    """Who is signed in behind a request; blocking, for worker threads. Counts as a gesture."""
    token = request.cookies.get(settings().session_cookie, "")
    if not token:
        return None
    now = portal().clock.now()
    found = portal().read(find_session, now=now, limits=settings().limits, token=token)
    if found is None:
        return None
    if found.touch_due:
        portal().write(touch_session, now=now, session_id=found.actor.session_id)
    return found.actor


async def open_session(request: Request) -> Response:
    """``POST /session``: turn a ticket into the session cookie, then go to ``next``."""
    async with request.form(max_files=0, max_fields=4, max_part_size=FORM_LIMIT) as form:
        ticket, target = str(form.get("ticket", "")), local_path(form.get("next"))
    return await run_sync(_open_session, request, ticket, target)


def _open_session(request: Request, ticket: str, target: str) -> Response:
    cookie = settings().session_cookie
    try:
        opened = portal().write(
            open_device_session,
            cipher=portal().cipher,
            now=portal().clock.now(),
            limits=settings().limits,
            ticket=ticket,
            browser=request.cookies.get(settings().browser_cookie, ""),
            user_agent=request.headers.get("user-agent", ""),
            network=client_address(request),
            replaced=request.cookies.get(cookie, ""),
        )
    except TicketRefused:
        return see_other(f"{SIGN_IN}?motif=ticket")
    response = see_other(landing(target, is_staff=not isinstance(opened.actor, MemberActor)))
    response.set_cookie(
        cookie,
        opened.token,
        max_age=int(settings().limits.whole.total_seconds()),
        path="/",
        secure=settings().is_https,
        httponly=True,
        samesite="lax",
    )
    return response


async def close_session(request: Request) -> Response:
    """``POST /deconnexion``: end the session, here and on every page it has open."""
    token = request.cookies.get(settings().session_cookie, "")
    if token:
        await run_sync(_close_session, token)
    response = _forgetting_cookie(see_other("/?deconnexion=1"))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _close_session(token: str) -> None:
    portal().write(end_session, now=portal().clock.now(), token=token)


async def resume(request: Request) -> Response:
    """``GET /session/reprise``: where a page goes whose session is over.

    Its websocket keeps the cookie it was opened with; the browser may hold a newer one, from
    another tab: then the page is loaded again with it, otherwise one has to sign in.
    """
    target = local_path(request.query_params.get("next"))
    actor = await run_sync(actor_of, request)
    if actor is not None:
        return see_other(landing(target, is_staff=not isinstance(actor, MemberActor)))
    return _forgetting_cookie(see_other(with_next(SIGN_IN, target, motif="session")))


def _forgetting_cookie(response: Response) -> Response:
    response.delete_cookie(
        settings().session_cookie,
        path="/",
        secure=settings().is_https,
        httponly=True,
        samesite="lax",
    )
    return response


routes = [
    Route(RESUME_ROUTE, resume, methods=["GET"]),
    Route("/session", open_session, methods=["POST"]),
    Route("/deconnexion", close_session, methods=["POST"]),
]
