"""The application: Reflex's pages and websocket, our routes beside them, the security around."""

import reflex as rx
import structlog
from reflex.utils.prerequisites import get_web_dir
from reflex_base.event import EventSpec
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.types import ASGIApp

from portal import pages  # noqa: F401 - declares them
from portal.adapters import logs
from portal.api import (
    audit_export,
    calendars,
    errors,
    exports,
    files,
    guides,
    health,
    imports,
    session,
)
from portal.api.clean_urls import CleanUrls
from portal.api.security import Security
from portal.api.websocket import hear_pages_only
from portal.bootstrap import FLOWS, help_index
from portal.components.layout import STYLESHEETS
from portal.pages.page import add_pages
from portal.settings import settings
from portal.state.delivery import deliver
from portal.state.file_sweep import sweep
from portal.state.guard import Guard
from portal.state.live import watch
from portal.state.shell import ShellState

log = structlog.get_logger()


def _with_our_routes(reflex_app: ASGIApp) -> ASGIApp:
    ours = Starlette(
        routes=[
            *session.routes,
            *exports.routes,
            *audit_export.routes,
            *imports.routes,
            *files.routes,
            *guides.routes,
            *calendars.routes,
            *health.routes,
        ],
        exception_handlers={
            SQLAlchemyError: errors.database_unreachable,
            Exception: errors.unexpected,
        },
    )
    ours.mount("", reflex_app)
    return ours


def _with_security(inner: ASGIApp) -> ASGIApp:
    built_pages = get_web_dir() / "build" / "client"
    return Security(CleanUrls(inner, built_pages), settings=settings(), built_pages=built_pages)


def _on_exception(exception: Exception) -> EventSpec | None:
    log.error("event.failed", exc_info=exception)
    return ShellState.show_problem()  # pyright: ignore[reportReturnType] - an EventSpec once called


logs.configure(settings().log_level)
FLOWS.load()  # a broken file stops the start, and says where it is broken

app = rx.App(
    html_lang="fr",
    stylesheets=STYLESHEETS,
    head_components=[rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml")],
    toaster=None,
    api_transformer=[_with_our_routes, _with_security],
    backend_exception_handler=_on_exception,
)
add_pages(app)
help_index()  # read before anybody asks
app.add_middleware(Guard(), index=0)
if app.sio is not None:
    hear_pages_only(app.sio)
app.register_lifespan_task(watch)
app.register_lifespan_task(deliver)
app.register_lifespan_task(sweep)
