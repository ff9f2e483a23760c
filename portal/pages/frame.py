"""The frame of the pages, filled from the states that every page shares."""

import reflex as rx

from portal.components.buttons import SECONDARY, button
from portal.components.connection import connection_lost
from portal.components.feedback import DANGER, alert, session_expiry_dialog, toast
from portal.components.layout import member_layout, menu_button, public_layout
from portal.components.native_form import post_form
from portal.components.navigation import focus_on_arrival
from portal.settings import backend
from portal.state.shell import MemberShellState, ShellState

_SIGN_OUT = backend("/deconnexion")


def member_frame(*content: rx.Component, active: str) -> rx.Component:
    """A page of the member space; ``active``: the href of its section."""
    return member_layout(
        focus_on_arrival(),
        _problem(),
        *content,
        active=active,
        member_name=MemberShellState.member_name,
        initials=MemberShellState.initials,
        sign_out=post_form(
            menu_button("Se déconnecter", "log-out", type="submit"), action=_SIGN_OUT
        ),
        overlay=rx.fragment(
            toast(MemberShellState.announcement, MemberShellState.dismiss_announcement),
            session_expiry_dialog(
                MemberShellState.session_warning != "",
                MemberShellState.session_warning,
                MemberShellState.stay,
                post_form(
                    button("Se déconnecter", kind=SECONDARY, type="submit"), action=_SIGN_OUT
                ),
            ),
            connection_lost(),
        ),
        inert=MemberShellState.session_warning != "",
    )


def public_frame(*content: rx.Component, class_name: str = "") -> rx.Component:
    """A page that anybody may open."""
    return rx.fragment(
        public_layout(focus_on_arrival(), _problem(), *content, class_name=class_name),
        connection_lost(),
    )


def _problem() -> rx.Component:
    return rx.cond(
        ShellState.problem != "",
        alert("Un problème est survenu", ShellState.problem, tone=DANGER, live=True),
        rx.fragment(),
    )
