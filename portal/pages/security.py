"""The security page: for members, and the same for the staff."""

import reflex as rx

from portal.components.buttons import QUIET, SECONDARY, button, submit_button
from portal.components.cards import section
from portal.components.feedback import skeleton_list
from portal.components.forms import password_field
from portal.components.layout import page_title
from portal.components.password_meter import password_meter
from portal.components.records import record_list
from portal.components.security import place_list, row_action, setting
from portal.domain.password_rules import RULES
from portal.domain.paths import STAFF_HOME
from portal.pages.frame import member_frame, staff_frame
from portal.pages.page import member_page, staff_page
from portal.pages.security_factors import factors
from portal.pages.security_history import history
from portal.state.file_consultations import FileConsultationsState
from portal.state.security import SecurityState
from portal.state.security_factors import SecurityFactorsState
from portal.state.security_history import SecurityHistoryState
from portal.state.security_password import SecurityPasswordState
from portal.views.security import PlaceView

_LOADS = [
    SecurityFactorsState.open,
    SecurityPasswordState.close,
    SecurityState.load,
    SecurityHistoryState.load,
]
_RELOADS = {"session": SecurityHistoryState.reload, "security": SecurityState.reload}
_STAFF = f"{STAFF_HOME}/securite"


@member_page(
    "/securite",
    "Sécurité",
    on_load=[*_LOADS, FileConsultationsState.load],
    reload_when={**_RELOADS, "file": FileConsultationsState.load},
)
def security() -> rx.Component:
    """What protects the member's account, where it is open, and who looked at their file."""
    return member_frame(_content(_consultations()), active="/securite")


@staff_page(_STAFF, "Sécurité", on_load=_LOADS, reload_when=_RELOADS)
def staff_security() -> rx.Component:
    """The same for somebody of the staff."""
    return staff_frame(_content(), active=_STAFF)


def _content(*more: rx.Component) -> rx.Component:
    return rx.el.div(
        page_title("Sécurité", "Ce qui protège votre compte, et les endroits où il est ouvert."),
        rx.cond(
            SecurityState.loaded,
            rx.el.div(
                section(
                    "Vous connecter",
                    rx.el.div(_password(), factors(), class_name="card card-flush settings"),
                    anchor="connexion",
                    boxed=False,
                ),
                _sessions(),
                _devices(),
                history(),
                *more,
                class_name="stack-l",
            ),
            skeleton_list(5),
        ),
        class_name="security page-measure",
    )


def _password() -> rx.Component:
    state = SecurityPasswordState
    return setting(
        "Mot de passe",
        "mot-de-passe",
        "lock-keyhole",
        SecurityState.password,
        rx.cond(
            SecurityState.is_demo,
            rx.fragment(),
            rx.cond(
                state.opened,
                _password_form(),
                button(
                    "Changer de mot de passe", kind=SECONDARY, size="small", on_click=state.start
                ),
            ),
        ),
    )


def _password_form() -> rx.Component:
    state = SecurityPasswordState
    return rx.el.form(
        password_field(
            "current",
            "Mot de passe actuel",
            shown=state.current_shown,
            on_toggle=state.toggle_current,
            error=state.current_error,
            required=True,
            max_length=512,
        ),
        password_field(
            "new",
            "Nouveau mot de passe",
            shown=state.new_shown,
            on_toggle=state.toggle_new,
            hint=RULES,
            error=state.new_error,
            auto_complete="new-password",
            required=True,
            max_length=512,
            on_change=state.measure.debounce(250),
        ),
        password_meter(state.score, state.advice),
        rx.el.p("Vos autres appareils seront déconnectés.", class_name="hint"),
        rx.el.div(
            submit_button("Changer le mot de passe"),
            button("Annuler", kind=QUIET, on_click=state.close),
            class_name="row",
        ),
        on_submit=state.submit,
        class_name="setting-form",
    )


def _sessions() -> rx.Component:
    def action(place: PlaceView) -> rx.Component:
        end = row_action("Déconnecter", SecurityState.end_session(place.id), place.name)
        return rx.cond(place.is_this, rx.fragment(), end)

    return section(
        "Sessions ouvertes",
        rx.el.div(
            place_list(SecurityState.sessions, "Sessions ouvertes", action),
            rx.cond(
                SecurityState.sessions.length() > 1,
                rx.el.div(
                    button(
                        "Déconnecter tous les autres appareils",
                        kind=SECONDARY,
                        size="small",
                        icon_name="log-out",
                        on_click=SecurityState.end_others,
                    ),
                    class_name="places-foot",
                ),
                rx.fragment(),
            ),
            class_name="card card-flush",
        ),
        anchor="sessions",
        boxed=False,
    )


def _devices() -> rx.Component:
    def action(place: PlaceView) -> rx.Component:
        return row_action("Retirer", SecurityState.distrust(place.id), place.name)

    return section(
        "Appareils de confiance",
        rx.cond(
            SecurityState.devices.length() > 0,
            rx.el.div(
                place_list(SecurityState.devices, "Appareils de confiance", action),
                rx.el.div(
                    button(
                        "Ne plus faire confiance à aucun appareil",
                        kind=SECONDARY,
                        size="small",
                        on_click=SecurityState.distrust_all,
                    ),
                    class_name="places-foot",
                ),
                class_name="card card-flush",
            ),
            rx.el.p(
                "Aucun. Sur un appareil de confiance, le code n’est pas demandé pendant "
                "30\u00a0jours\u00a0: vous le choisissez au moment de taper le code.",
                class_name="card muted",
            ),
        ),
        anchor="appareils",
        boxed=False,
    )


def _consultations() -> rx.Component:
    return section(
        "Qui a consulté votre dossier",
        rx.el.p(
            "Nos conseillers ouvrent votre dossier pour vous répondre. Chaque fois, ils disent "
            "pourquoi.",
            class_name="records-empty muted",
        ),
        record_list(
            FileConsultationsState.rows,
            "Consultations de votre dossier",
            empty="Personne n’a ouvert votre dossier depuis un an.",
        ),
        anchor="consultations",
    )
