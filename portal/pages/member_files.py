"""Finding a member, and their file: why it is opened first, then all of it."""

import reflex as rx

from portal.components.buttons import SECONDARY, button, link_button, submit_button
from portal.components.cards import card, section
from portal.components.feedback import INFO, alert, detail_list, empty_state, skeleton_list
from portal.components.forms import error_summary, text_field
from portal.components.layout import back_link, page_title
from portal.components.records import record_list
from portal.components.types import Rows
from portal.domain.member_files import LONGEST_DETAILS, REASON_LABELS
from portal.pages.frame import staff_frame
from portal.pages.page import staff_page
from portal.state.member_file import MemberFileState as File
from portal.state.member_search import MemberSearchState as Search

PAGE = "/admin/adherents"


@staff_page(PAGE, "Adhérents", on_load=[Search.open])
def member_search() -> rx.Component:
    """One member, looked for by what they tell on the phone."""
    return staff_frame(
        page_title("Adhérents", "Trouvez le dossier d’une personne par ce qu’elle vous indique."),
        rx.el.div(_search_form(), _results(), class_name="stack-l"),
        active=PAGE,
    )


def _search_form() -> rx.Component:
    return card(
        error_summary(Search.problem, title="Précisez la recherche"),
        rx.el.form(
            rx.el.fieldset(
                rx.el.legend("Par un numéro ou une adresse exacte", class_name="label"),
                rx.el.div(
                    _field("number", "Numéro d’adhérent", input_mode="numeric"),
                    _field("reference", "Référence d’une demande"),
                    _field("email", "Adresse e-mail", kind="email"),
                    _field("phone", "Téléphone", kind="tel"),
                    class_name="search-grid",
                ),
                class_name="stack",
            ),
            rx.el.fieldset(
                rx.el.legend("Ou par le nom et la date de naissance", class_name="label"),
                rx.el.div(
                    _field("name", "Nom, ou prénom et nom"),
                    _field("birth_date", "Date de naissance", kind="date"),
                    class_name="search-grid",
                ),
                class_name="stack",
            ),
            rx.el.div(submit_button("Rechercher"), class_name="row"),
            rx.el.p("Chaque recherche est inscrite au journal.", class_name="hint"),
            on_submit=Search.search,
            no_validate=True,
            class_name="stack",
        ),
        class_name="stack",
    )


def _field(name: str, label: str, *, kind: str = "text", **props: str) -> rx.Component:
    return text_field(
        name, label, kind=kind, default_value="", max_length=120, auto_complete="off", **props
    )


def _results() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            Search.sentence, id="resultats", tab_index=-1, role="status", class_name="result-count"
        ),
        rx.cond(
            Search.found.length() > 0,
            rx.el.div(
                record_list(Search.found, "Adhérents trouvés", empty=""),
                class_name="card card-flush",
            ),
            rx.fragment(),
        ),
        class_name="stack",
    )


@staff_page(f"{PAGE}/[member_number]", "Dossier d’un adhérent", on_load=[File.load])
def member_file() -> rx.Component:
    """The reason first; then everything the portal knows, to be read only."""
    return staff_frame(
        back_link("Rechercher un adhérent", PAGE),
        rx.cond(
            File.loaded,
            rx.cond(File.missing, _missing(), rx.cond(File.is_open, _file(), _reason())),
            rx.fragment(page_title("Dossier d’un adhérent"), skeleton_list(4)),
        ),
        active=PAGE,
    )


def _missing() -> rx.Component:
    return rx.fragment(
        page_title("Dossier introuvable"),
        card(
            empty_state(
                "Il n’y a pas d’adhérent de ce numéro",
                "Vérifiez le numéro, ou cherchez autrement.",
                link_button("Rechercher un adhérent", PAGE),
            )
        ),
    )


def _reason() -> rx.Component:
    return rx.fragment(
        page_title("Pourquoi ouvrez-vous ce dossier\u00a0?", f"Adhérent n°\u00a0{File.number}"),
        card(
            alert(
                "Votre consultation est inscrite au journal",
                "L’adhérent voit la date et la raison dans son espace, sans votre nom. "
                "Le dossier reste ouvert 30\u00a0minutes.",
                tone=INFO,
            ),
            error_summary(File.problem),
            rx.el.form(
                rx.el.fieldset(
                    rx.el.legend("Raison de la consultation"),
                    *[
                        rx.el.label(
                            rx.el.input(type="radio", name="reason", value=reason.value),
                            label,
                            class_name="check",
                        )
                        for reason, label in REASON_LABELS.items()
                    ],
                    class_name="choices",
                ),
                text_field(
                    "details",
                    "Précisions (facultatif)",
                    hint="Une référence ou quelques mots, sans donnée médicale.",
                    default_value="",
                    max_length=LONGEST_DETAILS,
                    auto_complete="off",
                ),
                rx.el.div(submit_button("Ouvrir le dossier"), class_name="row"),
                on_submit=File.open_file,
                no_validate=True,
                class_name="stack",
            ),
            class_name="stack page-measure",
        ),
    )


def _file() -> rx.Component:
    view = File.view
    return rx.fragment(
        page_title(
            view.name,
            view.lead,
            rx.el.span(view.open_until, class_name="badge badge-info ic ic-info"),
        ),
        rx.el.div(
            rx.el.div(
                _identity(),
                section(
                    "Espace en ligne", card(detail_list(view.account)), anchor="compte", boxed=False
                ),
                _records("Contrats", "contrats", view.contracts, "Aucun contrat."),
                _records("Bénéficiaires", "beneficiaires", view.people, "Aucun bénéficiaire."),
                _records("Consultations du dossier", "consultations", view.openings, ""),
                class_name="stack-l",
            ),
            rx.el.div(
                _records("Messages", "messages", view.conversations, "Aucune conversation."),
                _records(
                    "Rappels et rendez-vous", "rendez-vous", view.bookings, "Aucun rendez-vous."
                ),
                _records(view.claims_title, "remboursements", view.claims, "Aucun remboursement."),
                _records("Avis donnés", "avis", view.opinions, "Aucun avis."),
                _records(
                    "E-mails et SMS récents", "lettres", view.letters, "Rien ces derniers temps."
                ),
                class_name="stack-l",
            ),
            class_name="file-grid",
        ),
    )


def _identity() -> rx.Component:
    view = File.view
    return section(
        "Identité et coordonnées",
        card(
            detail_list(view.identity),
            rx.cond(
                File.contact.length() > 0,
                rx.el.div(detail_list(File.contact), id="coordonnees-texte", tab_index=-1),
                rx.el.div(
                    rx.el.p(view.phone, " · ", view.email, class_name="muted"),
                    button(
                        "Afficher les coordonnées",
                        kind=SECONDARY,
                        size="small",
                        icon_name="eye",
                        on_click=File.reveal_contact,
                    ),
                    class_name="file-head",
                ),
            ),
            rx.cond(
                view.can_show_nir,
                rx.cond(
                    File.nir != "",
                    rx.el.p(
                        rx.el.span("Numéro de sécurité sociale\u00a0: ", class_name="muted"),
                        rx.el.strong(File.nir),
                        id="nir-texte",
                        tab_index=-1,
                    ),
                    rx.el.div(
                        rx.el.p("Numéro de sécurité sociale masqué", class_name="muted"),
                        button(
                            "Afficher le numéro",
                            kind=SECONDARY,
                            size="small",
                            icon_name="eye",
                            on_click=File.reveal_nir,
                        ),
                        class_name="file-head",
                    ),
                ),
                rx.fragment(),
            ),
            class_name="stack",
        ),
        anchor="identite",
        boxed=False,
    )


def _records(title: str | rx.Var, anchor: str, rows: Rows, empty: str) -> rx.Component:
    return section(title, record_list(rows, title, empty=empty), anchor=anchor)
