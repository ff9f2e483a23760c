"""Small things a page does beside somebody who is typing, and without disturbing them."""

from typing import Any

import reflex as rx
from reflex_base.event import no_args_event_spec
from reflex_base.utils.format import format_prop
from reflex_base.utils.imports import ImportVar
from reflex_components_core.base.fragment import Fragment

from portal.components.types import Handler


class _AppendText(Fragment):
    """Adds ``text`` at the end of the field whose id is ``anchor``, each time ``turn`` changes."""

    text: rx.Var[str]
    turn: rx.Var[int]
    anchor: str

    def add_imports(self) -> dict[str, Any]:
        """See ``rx.Component``."""
        return {"react": [ImportVar(tag="useEffect")]}

    def add_hooks(self) -> list[str | rx.Var]:
        """See ``rx.Component``. The browser holds what is being typed: nothing of it is lost."""
        return [
            f"""useEffect(() => {{
                const field = document.getElementById("{self.anchor}");
                if (!{self.turn!s} || !field) return;
                const typed = field.value.trimEnd();
                const whole = typed ? typed + "\\n\\n" + {self.text!s} : {self.text!s};
                Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value")
                    .set.call(field, whole);
                field.dispatchEvent(new Event("input", {{ bubbles: true }}));
                field.focus();
                field.setSelectionRange(whole.length, whole.length);
                field.scrollTop = field.scrollHeight;
            }}, [{self.turn!s}]);"""
        ]

    def _exclude_props(self) -> list[str]:
        return ["text", "turn", "anchor"]


def append_text(text: rx.Var[str], turn: rx.Var[int], *, anchor: str) -> rx.Component:
    """Put ``text`` after what is typed in a field, as a paragraph, when ``turn`` changes."""
    return _AppendText.create(text=text, turn=turn, anchor=anchor)


class _SignsOfLife(Fragment):
    """Says now and then that the page is open, and once that it is left."""

    on_beat: rx.EventHandler[no_args_event_spec]
    on_left: rx.EventHandler[no_args_event_spec]
    seconds: int

    def add_imports(self) -> dict[str, Any]:
        """See ``rx.Component``."""
        return {"react": [ImportVar(tag="useEffect")]}

    def add_hooks(self) -> list[str | rx.Var]:
        """See ``rx.Component``."""
        beat, left = (format_prop(self.event_triggers[name]) for name in ("on_beat", "on_left"))
        return [
            f"""useEffect(() => {{
                const timer = setInterval(() => {{ ({beat})(); }}, {self.seconds} * 1000);
                const leave = () => {{ ({left})(); }};
                window.addEventListener("pagehide", leave);
                return () => {{
                    clearInterval(timer);
                    window.removeEventListener("pagehide", leave);
                    leave();
                }};
            }}, []);"""
        ]

    def _exclude_props(self) -> list[str]:
        return [*super()._exclude_props(), "on_beat", "on_left", "seconds"]


def signs_of_life(on_beat: Handler, on_left: Handler, *, seconds: int = 20) -> rx.Component:
    """Call ``on_beat`` every so many seconds while the page is open, ``on_left`` when it is left.

    A page that dies says nothing: what it told of must expire by itself.
    """
    return _SignsOfLife.create(on_beat=on_beat, on_left=on_left, seconds=seconds)
