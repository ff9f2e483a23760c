"""The frame of every page: skip link, header, navigation, main landmark, footer."""

from typing import Any

import reflex as rx

from portal.components.help_hint import help_hint
from portal.components.icons import icon
from portal.components.large_display import large_display_toggle
from portal.components.links import anchor, callback_link, link, phone_link
from portal.components.types import Flag, Text
from portal.domain.actors import Role
from portal.domain.help import HELP, PHISHING
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
        "banner",
        "care",
        "uploads",
        "desk",
        "messages",
        "message-wizard",
        "bookings",
        "help",
        "print",
    )
]

# (label, address, lucide icon) of what the navigation leads to.
SECTIONS = [
    ("Accueil", "/espace", "house"),
    ("Remboursements", "/remboursements", "receipt-euro"),
    ("Messages", "/messagerie", "messages-square"),
    ("Aide", "/aide", "circle-help"),
]

# The same, in the menu under the member's name.
ACCOUNT_ENTRIES = [
    ("Rendez-vous", "/rendez-vous", "calendar-clock"),
    ("Mon compte", "/profil", "user-round"),
    ("Mes préférences", "/profil/preferences", "sliders-horizontal"),
    ("Sécurité", "/securite", "shield-check"),
]

# The staff's, with who may open each. On phones the first four are in the bar, the rest behind
# "Plus".
STAFF_SECTIONS = [
    ("Accueil", "/admin", "house", Role.AGENT),
    ("Messages", "/admin/messages", "messages-square", Role.AGENT),
    ("Rappels", "/admin/rappels", "phone-call", Role.AGENT),
    ("Adhérents", "/admin/adherents", "users-round", Role.AGENT),
    ("Créneaux", "/admin/creneaux", "calendar-clock", Role.MANAGER),
    ("Bandeaux", "/admin/bandeaux", "megaphone", Role.MANAGER),
    ("Envois", "/admin/envois", "send", Role.AGENT),
    ("Statistiques", "/admin/statistiques", "chart-column", Role.MANAGER),
    ("Journal", "/admin/journal", "scroll-text", Role.ADMINISTRATOR),
    ("Sécurité", "/admin/securite", "shield-check", Role.AGENT),
]
_IN_THE_BAR = 4


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
        help_hint(),
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
        rx.el.div(
            link("Aide", href=HELP, class_name="link link-block"),
            link(
                "Reconnaître un message frauduleux",
                href=f"{HELP}/{PHISHING}",
                class_name="link link-block",
            ),
            large_display_toggle(class_name="link link-block"),
            class_name="foot-links no-print",
        ),
        rx.el.p(brand().legal_name, class_name="muted small"),
        class_name="site-foot",
    )


def public_layout(
    *children: rx.Component, class_name: str = "", banners: rx.Component
) -> rx.Component:
    """A page anybody can open. ``banners``: what everybody is told, above the content."""
    return _frame(
        _skip_link(),
        rx.el.header(
            _brand_link(),
            rx.el.div(_bare_theme_toggle(), class_name="site-actions"),
            class_name="site-head",
        ),
        banners,
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


def _nav_link(label: str, href: str, name: str, active: str, count: Text = "") -> rx.Component:
    current = {"aria_current": "page"} if href == active else {}
    return link(
        icon(name, 24),
        rx.el.span(label),
        _unread_count(count) if isinstance(count, rx.Var) else rx.fragment(),
        href=href,
        class_name="shell-link",
        **current,
    )


def _unread_count(count: Text) -> rx.Component:
    return rx.cond(
        count,
        rx.el.span(count, rx.el.span(" à lire", class_name="sr-only"), class_name="nav-count"),
        rx.fragment(),
    )


def _nav(active: str, counts: dict[str, Text]) -> rx.Component:
    """``counts``: how much is unread in a section, by its address."""
    return rx.el.nav(
        rx.el.ul(
            *[
                rx.el.li(_nav_link(label, href, name, active, counts.get(href, "")))
                for label, href, name in SECTIONS
            ]
        ),
        aria_label="Navigation principale",
        class_name="shell-nav",
    )


def _staff_nav(active: str, rank: Any) -> rx.Component:
    """What somebody of this rank (the place of their role in ``Role``) may open."""

    def items(sections: list[tuple[str, str, str, Role]], class_name: str) -> list[rx.Component]:
        return [
            rx.cond(
                rank >= list(Role).index(role),
                rx.el.li(_nav_link(label, href, name, active), class_name=class_name),
                rx.fragment(),
            )
            for label, href, name, role in sections
        ]

    rest = STAFF_SECTIONS[_IN_THE_BAR:]
    behind = any(href == active for _, href, _, _ in rest)
    return rx.el.nav(
        rx.el.ul(
            *items(STAFF_SECTIONS[:_IN_THE_BAR], ""),
            *items(rest, "nav-rest"),
            rx.el.li(
                rx.el.details(
                    rx.el.summary(
                        icon("menu", 24),
                        rx.el.span("Plus"),
                        class_name="shell-link" + (" shell-link-current" if behind else ""),
                    ),
                    rx.el.ul(*items(rest, ""), class_name="menu nav-menu"),
                ),
                class_name="nav-more",
            ),
        ),
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
            large_display_toggle(icon("a-large-small"), class_name="menu-item"),
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
    banners: rx.Component,
    counts: dict[str, Text],
    inert: Flag,
) -> rx.Component:
    """A page of the member space. ``counts``: see ``_nav``.

    ``active``: the href of the current section; ``sign_out``: a native form whose button is
    ``menu_button("Se déconnecter", "log-out", type="submit")``; ``overlay``: dialogs and toasts,
    outside of what ``inert`` freezes while a dialog is open.
    """
    page = _frame(
        _skip_link(),
        rx.el.header(
            _brand_link("/espace"),
            _nav(active, counts),
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
            banners,
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
    rank: Any,
    initials: Text,
    sign_out: rx.Component,
    overlay: rx.Component,
    banners: rx.Component,
    inert: Flag,
) -> rx.Component:
    """A page of the staff; see ``member_layout``. ``rank``: see ``_staff_nav``."""
    page = _frame(
        _skip_link(),
        rx.el.header(
            _brand_link("/admin"),
            rx.el.p(role, class_name="staff-role"),
            _staff_nav(active, rank),
            _user_menu(staff_name, initials, sign_out),
            class_name="shell-head shell-head-staff",
        ),
        rx.el.div(banners, _main(*children), class_name="shell-body"),
        class_name="shell",
        inert=inert,
    )
    return rx.fragment(page, _frame(overlay, class_name="overlay"))
