"""A plain HTML form, sent by the browser itself: Reflex's own form never leaves the page."""

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML


class NativeForm(BaseHTML):
    """``<form action method>``."""

    tag = "form"

    action: rx.Var[str]
    method: rx.Var[str]


def post_form(*children: rx.Component, action: str, **props: object) -> rx.Component:
    """A form posted to ``action``, a route of the portal."""
    return NativeForm.create(*children, action=action, method="post", **props)
