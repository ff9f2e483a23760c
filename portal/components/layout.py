"""The frame of every page: skip link, header, navigation, main landmark, footer."""

import reflex as rx

from portal.components.icons import icon
from portal.components.links import anchor, callback_link, link, phone_link
from portal.components.types import Flag, Text
from portal.settings import brand

STYLESHEETS = [
    f"styles/{name}.css"
    for name in (
        "tokens",
        "base",
        "icons",
        "controls",
        "shell",
        "feedback",
        "money",
        "claims",
        "dashboard",
        "public",
        "second-step",
        "letters",
        "sign-up",
        "notifications",
        "security",
        "print",
    )
]

# (label, address, lucide icon) of what the navigation leads to.
SECTIONS = [
    ("Accueil", "/espace", "house"),
    ("Remboursements", "/remboursements", "receipt-euro"),
]

# The same, in the menu under the member's name.
ACCOUNT_ENTRIES = [
    ("Mon compte", "/profil", "user-round"),
    ("Mes préférences", "/profil/preferences", "sliders-horizontal"),
    ("Sécurité", "/securite", "shield-check"),
]

STAFF_SECTIONS = [
    ("Accueil", "/admin", "house"),
    ("Sécurité", "/admin/securite", "shield-check"),
]


def _frame(*children: rx.Component, class_name: str, inert: Flag = False) -> rx.Component:
    return rx.el.div(
        *children,
        class_name=f"app {class_name}",
        custom_attrs={
            "style": {
                "--brand-accent": brand().accent,
                "--brand-accent-dark": brand().accent_dark,
            },
            "inert": inert,
        },
    )


def _skip_link() -> rx.Component:
    return anchor("Aller au contenu", href="#contenu", class_name="skip btn btn-primary")


def _main(*children: rx.Component, class_name: str = "") -> rx.Component:
    return rx.el.main(
        *children, id="contenu", tab_index=-1, class_name=f"main {class_name}".strip()
    )


def _brand_link(href: str = "/") -> rx.Component:
    """The organisation's mark and name, which lead home."""
    return link(
        rx.el.img(src=brand().logo, alt="", width="44", height="44"),
        rx.el.span(brand().name),
        href=href,
        class_name="brand",
    )


def page_title(title: Text, lead: Text = "", *actions: rx.Component) -> rx.Component:
    """The one h1 of a page, its sentence, and the page's own actions."""
    return rx.el.div(
        rx.el.div(
            rx.el.h1(title),
            rx.cond(lead, rx.el.p(lead, class_name="lead"), rx.fragment()),
        ),
        rx.el.div(*actions, class_name="row") if actions else rx.fragment(),
        class_name="page-title",
    )


def back_link(label: Text, href: Text) -> rx.Component:
    """The way back up, above the title."""
    return link(
        icon("arrow-left", 20), label, href=href, class_name="link link-block back no-print"
    )


def _theme_toggle() -> rx.Component:
    """Light or dark, kept by the browser."""
    return rx.el.button(
        rx.color_mode_cond(icon("moon"), icon("sun")),
        rx.color_mode_cond("Affichage sombre", "Affichage clair"),
        type="button",
        class_name="menu-item",
        on_click=rx.toggle_color_mode,
    )


def _site_footer() -> rx.Component:
    """Who runs the site, and how to reach them."""
    return rx.el.footer(
        rx.el.div(
            rx.el.p("Besoin d’aide\u00a0? ", phone_link()),
            rx.el.p(brand().phone_note),
            callback_link(),
            class_name="foot-help",
        ),
        rx.el.p(brand().legal_name, class_name="muted small"),
        class_name="site-foot",
    )


def public_layout(*children: rx.Component, class_name: str = "") -> rx.Component:
    """A page anybody can open."""
    return _frame(
        _skip_link(),
        rx.el.header(
            _brand_link(),
            rx.el.div(_bare_theme_toggle(), class_name="site-actions"),
            class_name="site-head",
        ),
        _main(*children, class_name=class_name),
        _site_footer(),
        class_name="site",
    )


def _bare_theme_toggle() -> rx.Component:
    return rx.el.button(
        rx.color_mode_cond(icon("moon"), icon("sun")),
        type="button",
        class_name="btn btn-quiet btn-icon",
        aria_label=rx.color_mode_cond("Affichage sombre", "Affichage clair"),
        on_click=rx.toggle_color_mode,
    )


def _nav(active: str, sections: list[tuple[str, str, str]] = SECTIONS) -> rx.Component:
    def item(label: str, href: str, name: str) -> rx.Component:
        current = {"aria_current": "page"} if href == active else {}
        return rx.el.li(
            link(icon(name, 24), rx.el.span(label), href=href, class_name="shell-link", **current)
        )

    return rx.el.nav(
        rx.el.ul(*[item(*section) for section in sections]),
        aria_label="Navigation principale",
        class_name="shell-nav",
    )


def _user_menu(
    name: Text, initials: Text, sign_out: rx.Component, *entries: tuple[str, str, str]
) -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            rx.el.span(initials, class_name="avatar", aria_hidden="true"),
            rx.el.span(name, class_name="user-name"),
            rx.el.span("Menu de votre compte", class_name="sr-only"),
            class_name="ic ic-chevron-down",
        ),
        rx.el.div(
            rx.el.p(name, class_name="menu-name"),
            *[
                link(icon(icon_name), label, href=href, class_name="menu-item")
                for label, href, icon_name in entries
            ],
            _theme_toggle(),
            sign_out,
            class_name="menu",
        ),
        class_name="user-menu",
    )


def menu_button(label: str, icon_name: str, **props) -> rx.Component:
    """An entry of the user menu, for instance the submit button of the sign-out form."""
    return rx.el.button(icon(icon_name), label, class_name="menu-item", **props)


def member_layout(
    *children: rx.Component,
    active: str,
    member_name: Text,
    initials: Text,
    sign_out: rx.Component,
    overlay: rx.Component,
    bell: rx.Component,
    inert: Flag,
) -> rx.Component:
    """A page of the member space.

    ``active``: the href of the current section; ``sign_out``: a native form whose button is
    ``menu_button("Se déconnecter", "log-out", type="submit")``; ``overlay``: dialogs and toasts,
    outside of what ``inert`` freezes while a dialog is open.
    """
    page = _frame(
        _skip_link(),
        rx.el.header(
            _brand_link("/espace"),
            _nav(active),
            bell,
            rx.el.div(
                rx.el.p("Besoin d’aide\u00a0?", class_name="help-title"),
                phone_link(class_name="help-phone nowrap"),
                rx.el.p(brand().phone_note, class_name="muted"),
                callback_link(),
                class_name="shell-help",
            ),
            _user_menu(member_name, initials, sign_out, *ACCOUNT_ENTRIES),
            class_name="shell-head",
        ),
        rx.el.div(
            _main(*children),
            _site_footer(),
            class_name="shell-body",
        ),
        class_name="shell",
        inert=inert,
    )
    return rx.fragment(page, _frame(overlay, class_name="overlay"))


def staff_layout(
    *children: rx.Component,
    active: str,
    staff_name: Text,
    role: Text,
    initials: Text,
    sign_out: rx.Component,
    overlay: rx.Component,
    inert: Flag,
) -> rx.Component:
    """A page of the staff; see ``member_layout``."""
    page = _frame(
        _skip_link(),
        rx.el.header(
            _brand_link("/admin"),
            rx.el.p(role, class_name="staff-role"),
            _nav(active, STAFF_SECTIONS),
            _user_menu(staff_name, initials, sign_out),
            class_name="shell-head shell-head-staff",
        ),
        rx.el.div(_main(*children), class_name="shell-body"),
        class_name="shell",
        inert=inert,
    )
    return rx.fragment(page, _frame(overlay, class_name="overlay"))
