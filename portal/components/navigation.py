"""Moving from page to page inside the portal, as one hears it."""

from typing import Any

import reflex as rx
from reflex_base.utils.imports import ImportVar
from reflex_components_core.base.fragment import Fragment


class _FocusOnArrival(Fragment):
    """Moves the focus to the content of a page one has just navigated to."""

    def add_imports(self) -> dict[str, Any]:
        """See ``rx.Component``."""
        return {"react": [ImportVar(tag="useEffect")]}

    def add_hooks(self) -> list[str | rx.Var]:
        """See ``rx.Component``. The first page of a visit keeps the browser's own focus."""
        return [
            """useEffect(() => {
                const path = window.location.pathname;
                const previous = document.documentElement.dataset.path;
                document.documentElement.dataset.path = path;
                if (previous !== undefined && previous !== path)
                    document.getElementById("contenu")?.focus({ preventScroll: true });
            }, []);"""
        ]


def focus_on_arrival() -> rx.Component:
    """Have a screen reader begin at the new page's content, as after a full page load."""
    return _FocusOnArrival.create()
