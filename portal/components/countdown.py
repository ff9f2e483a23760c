"""A wait told second by second, by the browser itself."""

from typing import Any

import reflex as rx
from reflex_base.utils.imports import ImportVar
from reflex_components_core.base.fragment import Fragment


class _Countdown(Fragment):
    """Counts ``seconds`` down in the element ``anchor`` names; ``turn`` starts it again."""

    seconds: rx.Var[int]
    turn: rx.Var[int]
    anchor: str
    before: str
    after: str

    def add_imports(self) -> dict[str, Any]:
        """See ``rx.Component``."""
        return {"react": [ImportVar(tag="useEffect")]}

    def add_hooks(self) -> list[str | rx.Var]:
        """See ``rx.Component``."""
        return [
            f"""useEffect(() => {{
                const end = Date.now() + 1000 * {self.seconds!s};
                const tell = () => {{
                    const left = Math.ceil((end - Date.now()) / 1000);
                    const shown = document.getElementById("{self.anchor}");
                    const clock = Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0");
                    if (shown) shown.textContent =
                        left > 0 ? "{self.before}" + clock : "{self.after}";
                    if (left <= 0) clearInterval(timer);
                }};
                const timer = setInterval(tell, 1000);
                tell();
                return () => clearInterval(timer);
            }}, [{self.seconds!s}, {self.turn!s}]);"""
        ]

    def _exclude_props(self) -> list[str]:
        return ["seconds", "turn", "anchor", "before", "after"]


def countdown(
    seconds: rx.Var[int], turn: rx.Var[int], *, before: str, after: str, anchor: str = "attente"
) -> rx.Component:
    """ "``before`` 1:59", second by second, then ``after``. ``turn`` changes when it begins again.

    It is not read out by itself: a screen reader would speak every second.
    """
    return rx.fragment(
        rx.el.p(after, id=anchor, class_name="hint"),
        _Countdown.create(seconds=seconds, turn=turn, anchor=anchor, before=before, after=after),
    )
