"""The Escape key, while something that it closes is shown."""

from typing import Any

import reflex as rx
from reflex_base.event import no_args_event_spec
from reflex_base.utils.imports import ImportVar

from portal.components.types import Handler

_LISTENER = """
function EscapeKey({onEscape}) {
    const latest = useRef(onEscape);
    latest.current = onEscape;
    useEffect(() => {
        const listen = (event) => {
            if (event.key !== "Escape" || event.defaultPrevented) return;
            event.preventDefault();
            latest.current();
        };
        document.addEventListener("keydown", listen);
        return () => document.removeEventListener("keydown", listen);
    }, []);
    return null;
}
"""


class _EscapeKey(rx.Component):
    """Shows nothing."""

    tag = "EscapeKey"

    on_escape: rx.EventHandler[no_args_event_spec]

    def add_imports(self) -> dict[str, Any]:
        """See ``rx.Component``."""
        return {"react": [ImportVar(tag="useEffect"), ImportVar(tag="useRef")]}

    def add_custom_code(self) -> list[str]:
        """See ``rx.Component``."""
        return [_LISTENER]


def escape_key(on_escape: Handler) -> rx.Component:
    """Call ``on_escape`` when the key is pressed, as long as this is shown."""
    return _EscapeKey.create(on_escape=on_escape)
