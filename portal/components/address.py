"""Keeps the address of the page in step with what it shows, without leaving it."""

from typing import Any

import reflex as rx
from reflex_base.utils.imports import ImportVar
from reflex_components_core.base.fragment import Fragment


class _AddressSync(Fragment):
    """Writes ``query`` behind the path whenever it changes, in place of what was there."""

    query: rx.Var[str]

    def add_imports(self) -> dict[str, Any]:
        """See ``rx.Component``."""
        return {"react": [ImportVar(tag="useEffect"), ImportVar(tag="useRef")]}

    def add_hooks(self) -> list[str | rx.Var]:
        """See ``rx.Component``. On arrival the address is right: it says what to show."""
        return [
            f"""const addressArrived = useRef(false);
            useEffect(() => {{
                if (!addressArrived.current) {{ addressArrived.current = true; return; }}
                const query = {self.query!s};
                const path = window.location.pathname;
                const target = path + (query ? "?" + query : "");
                // Writing the address lays the page out: what it shows is painted first.
                const soon = setTimeout(() => {{
                    const here = window.location;
                    if (here.pathname === path && target !== path + here.search)
                        window.history.replaceState(window.history.state, "", target);
                }}, 50);
                return () => clearTimeout(soon);
            }}, [{self.query!s}]);"""
        ]

    def _exclude_props(self) -> list[str]:
        return ["query"]


def address_sync(query: rx.Var[str]) -> rx.Component:
    """Show ``query`` in the address bar: reloading or sharing the page finds it again."""
    return _AddressSync.create(query=query)
