"""Declaring a page: its route, title, who it is for, what it loads and what makes it reload."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from importlib import import_module
from typing import Any

import reflex as rx

from portal.components.help_hint import building
from portal.settings import brand
from portal.state.banners import BannerState
from portal.state.live import reload_on
from portal.state.shell import MemberShellState, SessionState
from portal.state.staff_home import StaffShellState

Build = Callable[[], rx.Component]


def public_page(
    route: str,
    title: str,
    *,
    on_load: Sequence[Any] = (),
    reload_when: Mapping[str, Any] | None = None,
) -> Callable[[Build], Build]:
    """Register a page that anybody may open; ``reload_when``: what concerns everybody."""
    _reload(route, reload_when)
    return _page(route, title, [BannerState.enter, *on_load])


def member_page(
    route: str,
    title: str,
    *,
    on_load: Sequence[Any],
    reload_when: Mapping[str, Any] | None = None,
) -> Callable[[Build], Build]:
    """Register a page of the member space.

    ``reload_when`` maps a topic of ``services.live`` to the handler that an open page calls when
    something of the member's changed in it.
    """
    _reload(route, reload_when)
    loads = [SessionState.enter, MemberShellState.enter, *on_load]
    return _page(route, title, loads)


def staff_page(
    route: str,
    title: str,
    *,
    on_load: Sequence[Any] = (),
    reload_when: Mapping[str, Any] | None = None,
) -> Callable[[Build], Build]:
    """Register a page of the staff; see ``member_page``."""
    _reload(route, reload_when)
    return _page(route, title, [SessionState.enter, StaffShellState.enter, *on_load])


def account_page(route: str, title: str, *, on_load: Sequence[Any]) -> Callable[[Build], Build]:
    """Register a page that both members and the staff have; ``on_load`` fills its frame."""
    return _page(route, title, [SessionState.enter, *on_load])


def _reload(route: str, reload_when: Mapping[str, Any] | None) -> None:
    for topic, handler in (reload_when or {}).items():
        reload_on(route, topic, handler)


def add_pages(app: rx.App) -> None:
    """Give the application every declared page."""
    for page in _declared:
        app.add_page(**page)


def routes() -> frozenset[str]:
    """The routes of every declared page: ``/aide/[slug]``."""
    import_module("portal.pages")
    return frozenset(page["route"] for page in _declared)


_declared: list[dict[str, Any]] = []


def _page(route: str, title: str, on_load: list[Any]) -> Callable[[Build], Build]:
    def declare(build: Build) -> Build:
        @wraps(build)
        def helped() -> rx.Component:
            with building(route):
                return build()

        _declared.append(
            {
                "component": helped,
                "route": route,
                "title": f"{title} · {brand().name}",
                "on_load": on_load,
            }
        )
        return build

    return declare
