"""Leaving the page for a route of the server, so that the next page opens a new websocket."""

import json
from typing import Any

import reflex as rx
from reflex_base.utils.imports import ImportVar
from reflex_components_core.base.fragment import Fragment


class _Leave(Fragment):
    """Replaces the page by ``route``, with the page's own query, as soon as it is shown."""

    route: str

    def add_imports(self) -> dict[str, Any]:
        """See ``rx.Component``."""
        return {"react": [ImportVar(tag="useEffect")]}

    def add_hooks(self) -> list[str | rx.Var]:
        """See ``rx.Component``."""
        return [
            f"""useEffect(() => {{
                window.location.replace({json.dumps(self.route)} + window.location.search);
            }}, []);"""
        ]

    def _exclude_props(self) -> list[str]:
        return ["route"]


def leave_for(route: str) -> rx.Component:
    """Go to ``route`` by a full load: a redirection sent by the server stays in the page."""
    return _Leave.create(route=route)
