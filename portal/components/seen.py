"""Tells the server that what has come in is really looked at: a page behind others is not."""

from typing import Any

import reflex as rx
from reflex_base.components.component import field
from reflex_base.utils.format import format_prop
from reflex_base.utils.imports import ImportVar
from reflex_components_core.base.fragment import Fragment

from portal.components.types import Handler


class _Seen(Fragment):
    """Shows nothing. Calls ``on_seen`` when there is something new and the page is in sight."""

    count: rx.Var[int]

    on_seen: rx.EventHandler[rx.event.no_args_event_spec] = field(
        doc="Called once for each change of the count, when the page is in sight."
    )

    def add_imports(self) -> dict[str, Any]:
        """See ``rx.Component``."""
        return {"react": [ImportVar(tag="useEffect")]}

    def add_hooks(self) -> list[str | rx.Var]:
        """See ``rx.Component``."""
        seen = format_prop(self.event_triggers["on_seen"])
        return [
            f"""useEffect(() => {{
                if (!({self.count!s} > 0)) return;
                const tell = () => {{
                    if (document.visibilityState !== "visible") return;
                    document.removeEventListener("visibilitychange", tell);
                    ({seen})();
                }};
                document.addEventListener("visibilitychange", tell);
                tell();
                return () => document.removeEventListener("visibilitychange", tell);
            }}, [{self.count!s}]);"""
        ]

    def _exclude_props(self) -> list[str]:
        return [*super()._exclude_props(), "count", "on_seen"]


def seen_when_in_sight(count: rx.Var[int], on_seen: Handler) -> rx.Component:
    """Call ``on_seen`` when ``count`` things are new and the page is in sight."""
    return _Seen.create(count=count, on_seen=on_seen)
