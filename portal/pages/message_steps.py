"""The steps of a new message: a question to answer, the text, then all of it before it is sent."""

import reflex as rx

from portal.components.buttons import QUIET, button, submit_button
from portal.components.cards import card
from portal.components.counted_text import counted_textarea
from portal.components.feedback import WARNING, alert, detail_list
from portal.components.forms import error_summary
from portal.components.message_wizard import choice_list, profile_choice
from portal.components.steps import step_actions
from portal.components.uploads import file_list
from portal.domain.message_wizard import PLACE, Step
from portal.pages.uploads import attachments
from portal.state.message_exits import MessageExitsState as Exits
from portal.state.message_wizard import MessageWizardState as State


def question_step() -> rx.Component:
    """The answers to choose from."""
    return rx.fragment(
        rx.cond(
            State.step == Step.THEME,
            profile_choice(State.profiles, State.choose_profile, version=State.profile),
            rx.fragment(),
        ),
        choice_list(State.choices, State.choose, labelled_by="etape"),
        rx.el.div(
            rx.cond(
                State.step == Step.THEME,
                rx.fragment(),
                button(
                    "Précédent",
                    kind=QUIET,
                    icon_name="arrow-left",
                    on_click=State.back_to(
                        rx.cond(State.step == Step.MOTIVE, Step.SUBJECT, Step.THEME)
                    ),
                ),
            ),
            _cancel(),
            class_name="row wizard-foot",
        ),
    )


def message_step() -> rx.Component:
    """The text and the files."""
    return card(
        error_summary(State.problem, title="Vérifiez votre message"),
        rx.el.form(
            alert(
                "N’écrivez pas d’information médicale",
                "Ni diagnostic, ni traitement, ni résultat d’examen, dans le texte comme dans les "
                "fichiers\u00a0: vos lecteurs ne sont pas médecins.",
                tone=WARNING,
            ),
            rx.cond(
                State.hint != "",
                rx.el.p(State.hint, class_name="wizard-hint ic ic-info"),
                rx.fragment(),
            ),
            counted_textarea(
                "body",
                "Votre message",
                hint="Entre 10 et 750 caractères. Ce que vous écrivez est enregistré "
                "au fur et à mesure.",
                default_value=State.body,
                on_change=State.keep_body,
                error=State.error,
                version=State.version,
            ),
            attachments(PLACE, label="Joindre des fichiers (facultatif)"),
            step_actions(submit_button("Continuer"), State.back_to(Step.MOTIVE), _cancel()),
            on_submit=State.write_body,
            no_validate=True,
        ),
    )


def recap_step() -> rx.Component:
    """All of it, before it is sent."""
    return card(
        rx.el.div(
            rx.el.div(
                rx.el.h2("Votre message"),
                button(
                    "Modifier",
                    kind=QUIET,
                    size="small",
                    on_click=State.back_to(Step.MESSAGE),
                    aria_label="Modifier\u00a0: votre message",
                ),
                class_name="recap-head",
            ),
            rx.el.p(State.body, class_name="message-text", dir="auto"),
            rx.cond(
                State.files.length() > 0,
                rx.fragment(rx.el.h3("Vos fichiers"), file_list(State.files)),
                rx.el.p("Aucun fichier joint.", class_name="muted"),
            ),
            class_name="stack",
        ),
        detail_list(State.recap),
        step_actions(
            button("Envoyer", size="large", icon_name="send", on_click=State.send),
            State.back_to(Step.MESSAGE),
            _cancel(),
        ),
    )


def _cancel() -> rx.Component:
    return button("Annuler", kind=QUIET, on_click=Exits.ask_to_leave, id="annuler-message")
