"""Large and simple: a way of showing everything, kept by the browser as light and dark are.

The class ``large`` on the page's root does it all, in help.css.
"""

from typing import Any

import reflex as rx
from reflex_base.utils.imports import ImportVar
from reflex_components_core.el.elements.forms import Button

from portal.components.types import Text


class _LargeToggle(Button):
    """A button that turns it on and off, and says which."""

    def add_imports(self) -> dict[str, Any]:
        """See ``rx.Component``."""
        return {"react": [ImportVar(tag="useEffect")]}

    def add_hooks(self) -> list[str | rx.Var]:
        """See ``rx.Component``. A browser that keeps nothing still does it for the visit."""
        return [
            """useEffect(() => {
                const root = document.documentElement;
                const kept = { get: () => { try { return localStorage.getItem("large"); }
                    catch { return null; } },
                    set: (on) => { try { localStorage.setItem("large", on ? "1" : ""); }
                        catch {} } };
                const show = (on) => {
                    root.classList.toggle("large", on);
                    for (const button of document.querySelectorAll("[data-large]"))
                        button.setAttribute("aria-pressed", on);
                };
                const turn = (event) => {
                    if (event.turned || !event.target.closest?.("[data-large]")) return;
                    event.turned = true;  // one of several listeners is enough
                    const on = !root.classList.contains("large");
                    kept.set(on);
                    show(on);
                };
                show(root.classList.contains("large") || kept.get() === "1");
                document.addEventListener("click", turn);
                return () => document.removeEventListener("click", turn);
            }, []);"""
        ]


def large_display_toggle(*before: rx.Component, class_name: Text) -> rx.Component:
    """ "Affichage grand et simple"; every such button of a page acts as one."""
    return _LargeToggle.create(
        *before,
        "Affichage grand et simple",
        type="button",
        class_name=class_name,
        custom_attrs={"data-large": "", "aria-pressed": "false"},
    )
