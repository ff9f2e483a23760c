"""The form that takes a sign-in ticket to the server, which answers with the session cookie.

A websocket cannot set a cookie; a form post can. The form sends itself as soon as it holds a
ticket, by a compiled hook: ``rx.call_script`` would need a content policy that allows ``eval``.
"""

from typing import Any

import reflex as rx
from reflex_base.utils.imports import ImportVar

from portal.components.native_form import NativeForm

_FORM_ID = "ticket-form"


class _SelfSendingForm(NativeForm):
    """A form which is sent when ``ready`` becomes true."""

    ready: rx.Var[bool]

    def add_imports(self) -> dict[str, Any]:
        """See ``rx.Component``."""
        return {"react": [ImportVar(tag="useEffect")]}

    def add_hooks(self) -> list[str | rx.Var]:
        """See ``rx.Component``."""
        return [
            f"""useEffect(() => {{
                if ({self.ready!s}) document.getElementById("{_FORM_ID}").submit();
            }}, [{self.ready!s}]);"""
        ]

    def _exclude_props(self) -> list[str]:
        return ["ready"]


def ticket_form(ticket: rx.Var[str], next_path: rx.Var[str], action: str) -> rx.Component:
    """Post ``ticket`` and ``next`` to ``action`` as soon as there is a ticket."""
    return _SelfSendingForm.create(
        rx.el.input(type="hidden", name="ticket", value=ticket, read_only=True),
        rx.el.input(type="hidden", name="next", value=next_path, read_only=True),
        ready=ticket != "",
        action=action,
        method="post",
        id=_FORM_ID,
    )
