"""A short survey: how happy one is with an answer, in one tap and a word."""

import reflex as rx

from portal.components.buttons import SECONDARY, button, submit_button
from portal.components.forms import error_summary
from portal.components.types import Flag, Handler, Text
from portal.domain.surveys import LONGEST_COMMENT, SCORES
from portal.views.surveys import SurveyView

_FACES = {1: "angry", 2: "frown", 3: "meh", 4: "smile", 5: "laugh"}


def survey_card(
    view: SurveyView,
    *,
    correcting: Flag,
    problem: Text,
    on_submit: Handler,
    on_correct: Handler,
) -> rx.Component:
    """The questions (``SurveyView``), or thanks for the answer; nothing while none is due."""
    return rx.cond(
        view.shown,
        rx.el.section(
            rx.cond(
                (view.given == "") | correcting,
                _questions(view, problem, on_submit),
                _thanks(view, on_correct),
            ),
            aria_labelledby="avis-titre",
            class_name="card survey",
        ),
        rx.fragment(),
    )


def _questions(view: SurveyView, problem: Text, on_submit: Handler) -> rx.Component:
    return rx.fragment(
        rx.el.h2("Votre avis", id="avis-titre", tab_index=-1),
        error_summary(problem, title="Il manque une réponse", anchor="erreurs-avis"),
        rx.el.form(
            rx.el.fieldset(
                rx.el.legend("Êtes-vous satisfait de cette réponse\u00a0?"),
                rx.el.div(*[_face(score, view) for score in SCORES], class_name="faces"),
                class_name="choices",
            ),
            rx.el.fieldset(
                rx.el.legend("Votre demande est-elle réglée\u00a0?"),
                rx.el.div(
                    *[
                        rx.el.label(
                            rx.el.input(
                                type="radio",
                                name="solved",
                                value=value,
                                default_checked=view.solved == value,
                            ),
                            label,
                            class_name="chip",
                        )
                        for value, label in (("oui", "Oui"), ("non", "Non"))
                    ],
                    class_name="chips",
                ),
                class_name="choices",
            ),
            rx.el.div(
                rx.el.label("Un commentaire\u00a0? (facultatif)", html_for="comment"),
                rx.el.p(
                    f"{LONGEST_COMMENT} caractères au plus, sans donnée médicale.",
                    id="comment-aide",
                    class_name="hint",
                ),
                rx.el.textarea(
                    id="comment",  # its name: forms send fields under both
                    name="comment",
                    default_value=view.comment,
                    max_length=LONGEST_COMMENT,
                    rows="3",
                    aria_describedby="comment-aide",
                    class_name="input",
                ),
                class_name="field",
            ),
            rx.el.div(submit_button("Donner mon avis"), class_name="row"),
            on_submit=on_submit,
            class_name="stack",
        ),
    )


def _face(score: int, view: SurveyView) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="score",
            value=str(score),
            default_checked=view.score == str(score),
        ),
        rx.icon(_FACES[score], size=28, aria_hidden="true"),
        rx.el.span(SCORES[score]),
        class_name="face",
    )


def _thanks(view: SurveyView, on_correct: Handler) -> rx.Component:
    return rx.el.div(
        rx.el.h2(
            "Merci pour votre avis", id="avis-titre", class_name="survey-thanks ic ic-success"
        ),
        rx.el.p(view.given, id="merci-avis", tab_index=-1),
        rx.cond(
            view.is_open,
            rx.el.p(button("Modifier mon avis", kind=SECONDARY, size="small", on_click=on_correct)),
            rx.fragment(),
        ),
        class_name="stack",
    )
