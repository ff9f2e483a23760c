"""What the security page is made of: settings with their state, rows of places, confirmations."""

import reflex as rx

from portal.components.buttons import DANGER, QUIET, SECONDARY, button
from portal.components.icons import icon
from portal.components.types import Flag, Handler, Rows, Text
from portal.views.security import PlaceView

THIS_ONE = "Cet appareil"


def setting(
    title: str, anchor: str, icon_name: str, summary: Text, *children: rx.Component
) -> rx.Component:
    """One way of being protected: its name, where it stands, and what can be done."""
    return rx.el.section(
        rx.el.div(
            rx.el.span(icon(icon_name, 24), class_name="benefit-icon"),
            rx.el.div(
                rx.el.h3(title, id=anchor),
                rx.cond(summary, rx.el.p(summary, class_name="muted"), rx.fragment()),
            ),
            class_name="setting-head",
        ),
        *children,
        aria_labelledby=anchor,
        class_name="setting",
    )


def state_line(text: Text) -> rx.Component:
    """That something protects already."""
    return rx.el.p(text, class_name="badge badge-success ic ic-check")


def confirmed_button(
    label: Text,
    question: Text,
    *,
    asked: Flag,
    on_ask: Handler,
    on_cancel: Handler,
    on_confirm: Handler,
    confirm_label: Text,
    kind: str = SECONDARY,
    **props,
) -> rx.Component:
    """A button that asks first, in its own place: the safe answer has the focus."""
    return rx.cond(
        asked,
        rx.el.div(
            rx.el.p(question),
            rx.el.div(
                button(
                    "Annuler", kind=SECONDARY, size="small", on_click=on_cancel, auto_focus=True
                ),
                button(confirm_label, kind=DANGER, size="small", on_click=on_confirm),
                class_name="row",
            ),
            role="group",
            aria_label="Confirmation",
            class_name="confirm",
        ),
        button(label, kind=kind, size="small", on_click=on_ask, **props),
    )


def place_list(places: Rows, label: str, action) -> rx.Component:
    """Passkeys, devices or sessions; ``action(place)``: what can be done with one."""

    def row(place: PlaceView) -> rx.Component:
        return rx.el.li(
            rx.el.div(
                rx.el.p(
                    rx.el.strong(place.name),
                    rx.cond(
                        place.is_this,
                        rx.el.span(THIS_ONE, class_name="badge badge-success ic ic-check"),
                        rx.fragment(),
                    ),
                    class_name="row place-name",
                ),
                rx.el.p(place.detail, class_name="muted small"),
            ),
            action(place),
            class_name="place",
            key=place.id,
        )

    return rx.el.ul(rx.foreach(places, row), aria_label=label, class_name="places")


def recovery_codes(
    codes: rx.Var[list[str]], on_download: Handler, on_done: Handler
) -> rx.Component:
    """The ten codes, shown this once, with three ways to keep them."""
    copy = rx.Var(f"() => navigator.clipboard?.writeText({codes.join(chr(10))!s})")
    return rx.el.div(
        rx.el.h4("Vos codes de secours", class_name="label"),
        rx.el.p(
            "Ils ne seront plus affichés. Gardez-les dans un endroit sûr, ailleurs que sur "
            "l’appareil qui vous sert à vous connecter. Chacun ne sert qu’une fois."
        ),
        rx.el.ul(
            rx.foreach(codes, lambda code: rx.el.li(code, key=code)),
            aria_label="Codes de secours",
            class_name="codes",
        ),
        rx.el.div(
            button("Télécharger", kind=SECONDARY, size="small", on_click=on_download),
            # Neither needs the server; a handler would need a content policy that allows eval.
            button("Copier", kind=SECONDARY, size="small", custom_attrs={"onClick": copy}),
            button(
                "Imprimer",
                kind=SECONDARY,
                size="small",
                custom_attrs={"onClick": rx.Var("() => window.print()")},
            ),
            button("J’ai conservé mes codes", size="small", on_click=on_done),
            class_name="row no-print",
        ),
        class_name="codes-box",
    )


def row_action(label: str, on_click: Handler, name: Text) -> rx.Component:
    """A small action of a row; ``name``: whose row it is, for a screen reader."""
    return button(
        label,
        kind=QUIET,
        size="small",
        on_click=on_click,
        aria_label=f"{label}\u00a0: {name}",
    )
