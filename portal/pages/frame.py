"""The frame of the pages, filled from the states that every page shares."""

from collections.abc import Sequence

import reflex as rx

from portal.components.banner import banner_region
from portal.components.bell import PAGE as NOTIFICATIONS
from portal.components.bell import bell
from portal.components.buttons import SECONDARY, button
from portal.components.connection import connection_lost
from portal.components.feedback import DANGER, alert, session_expiry_dialog, toast
from portal.components.layout import member_layout, menu_button, public_layout, staff_layout
from portal.components.native_form import post_form
from portal.components.navigation import focus_on_arrival
from portal.components.types import Flag
from portal.settings import backend
from portal.state.banners import BannerState
from portal.state.bell import BellState
from portal.state.conversations import MessagesBadgeState
from portal.state.live import reload_for_members
from portal.state.shell import MemberShellState, SessionState, ShellState
from portal.state.staff_home import StaffShellState

_SIGN_OUT = backend("/deconnexion")

reload_for_members("notifications", BellState.reload)
reload_for_members("messages", MessagesBadgeState.reload)


def member_frame(
    *content: rx.Component,
    active: str,
    dialogs: Sequence[rx.Component] = (),
    dialog_open: Flag = False,
) -> rx.Component:
    """A page of the member space; ``active``: the href of its section.

    ``dialogs`` lie over the page, which nothing can be done in while ``dialog_open``.
    """
    return member_layout(
        focus_on_arrival(),
        _problem(),
        *content,
        active=active,
        member_name=MemberShellState.member_name,
        initials=MemberShellState.initials,
        sign_out=_sign_out(),
        overlay=rx.fragment(*dialogs, _overlay()),
        bell=bell(BellState.badge, BellState.spoken, current=active == NOTIFICATIONS),
        banners=_banners(),
        counts={"/messagerie": MessagesBadgeState.badge},
        inert=(SessionState.warning != "") | dialog_open,
    )


def staff_frame(*content: rx.Component, active: str) -> rx.Component:
    """A page of the staff; ``active``: the href of its section."""
    return staff_layout(
        focus_on_arrival(),
        _problem(),
        *content,
        active=active,
        staff_name=StaffShellState.staff_name,
        role=StaffShellState.role,
        rank=StaffShellState.rank,
        initials=StaffShellState.initials,
        sign_out=_sign_out(),
        overlay=_overlay(),
        banners=_banners(),
        inert=SessionState.warning != "",
    )


def _banners() -> rx.Component:
    return banner_region(BannerState.banners, BannerState.dismiss)


def _sign_out() -> rx.Component:
    return post_form(menu_button("Se déconnecter", "log-out", type="submit"), action=_SIGN_OUT)


def _overlay() -> rx.Component:
    """What lies over a signed-in page: the toast, the end of the session, a lost connection."""
    return rx.fragment(
        toast(SessionState.announcement, SessionState.dismiss_announcement),
        session_expiry_dialog(
            SessionState.warning != "",
            SessionState.warning,
            SessionState.stay,
            post_form(button("Se déconnecter", kind=SECONDARY, type="submit"), action=_SIGN_OUT),
        ),
        connection_lost(),
    )


def public_frame(*content: rx.Component, class_name: str = "") -> rx.Component:
    """A page that anybody may open."""
    return rx.fragment(
        public_layout(
            focus_on_arrival(),
            _problem(),
            *content,
            class_name=class_name,
            banners=_banners(),
        ),
        connection_lost(),
    )


def _problem() -> rx.Component:
    return rx.cond(
        ShellState.problem != "",
        alert("Un problème est survenu", ShellState.problem, tone=DANGER, live=True),
        rx.fragment(),
    )
