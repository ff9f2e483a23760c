"""A long text being written (``assets/scripts/counted-text.js``): its length, told as one types.

The text belongs to the browser: a page that is told something new leaves it alone. What the server
wants to show in its place comes with a new ``version``.
"""

from typing import Any

import reflex as rx

from portal.components.forms import described_by, field
from portal.components.types import Handler, Text
from portal.domain.conversations import MAX_LENGTH, MAX_TYPED


class _CountedText(rx.Component):
    """Wraps the ``textarea`` whose id is ``name``."""

    library = "$/public/scripts/counted-text.js"
    tag = "CountedText"

    name: rx.Var[str]
    limit: rx.Var[int]
    version: rx.Var[Any]
    keep: rx.Var[str]
    saved: rx.Var[str]


def counted_textarea(
    name: str,
    label: Text,
    *,
    default_value: Text = "",
    on_change: Handler = None,
    error: Text = "",
    hint: Text = "",
    limit: int = MAX_LENGTH,
    version: rx.Var[Any] | int | str = 0,
    keep: Text = "",
    saved: Text = "",
    delay_ms: int = 400,
    **props,
) -> rx.Component:
    """A text of at most ``limit`` characters, told by "N caractères restants".

    ``on_change`` gets the text when the typing pauses. ``default_value`` is shown when the field
    appears, and again when ``version`` changes, in place of what was typed. What is too long is
    kept and said, never cut. A form's data has the text under ``name``.

    ``keep``: a name under which the tab keeps what the server has not: a reload while the
    connection is lost finds it again. Give ``saved`` then: the text that the server keeps.
    """
    if on_change is not None:
        props["on_change"] = on_change.debounce(delay_ms)
    control = rx.el.textarea(
        id=name,
        name=name,
        default_value=default_value,
        max_length=MAX_TYPED,
        dir="auto",
        class_name="input",
        aria_describedby=described_by(name, hint, error),
        aria_invalid=rx.cond(error, "true", "false"),
        key=version,
        **props,
    )
    counted = _CountedText.create(
        control, name=name, limit=limit, version=version, keep=keep, saved=saved
    )
    return field(name, label, counted, hint, error)
