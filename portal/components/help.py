"""The help: its search, its shelves, what stands around an article, and what readers say of it."""

import reflex as rx

from portal.components.buttons import PRIMARY, SECONDARY, button, link_button
from portal.components.counted_text import counted_textarea
from portal.components.feedback import DANGER, INFO, SUCCESS, alert, empty_state
from portal.components.forms import search_field
from portal.components.icons import icon
from portal.components.links import anchor, link, phone_link
from portal.components.types import Flag, Handler, Rows, Text
from portal.domain.help import Article, Help
from portal.services.help_opinions import LONGEST_COMMENT
from portal.settings import brand
from portal.views.help import ArticleLinkView, HeadingView


def help_search(value: Text, on_change: Handler, count: Text, results: Rows) -> rx.Component:
    """The search and, once something is typed, what it found (``ArticleLinkView``)."""
    return rx.el.div(
        rx.el.div(
            search_field(
                "Rechercher dans l’aide",
                value=value,
                on_change=on_change,
                placeholder="Par exemple\u00a0: lunettes, code, RIB…",
            ),
            role="search",
            class_name="help-search",
        ),
        rx.el.p(count, role="status", class_name="help-count muted"),
        rx.cond(
            count,
            rx.cond(
                results.length() > 0,
                article_list(results, "Réponses trouvées"),
                rx.el.div(_nothing_found(), class_name="card"),
            ),
            rx.fragment(),
        ),
        class_name="stack",
    )


def _nothing_found() -> rx.Component:
    return empty_state(
        "Nous n’avons pas d’article à ce sujet",
        "Essayez un mot plus court ou un autre mot. Ou posez-nous la question\u00a0: "
        "un conseiller vous répondra.",
        *ways_to_a_human(),
    )


def ways_to_a_human() -> list[rx.Component]:
    """Message, callback, phone."""
    return [
        link_button("Nous écrire", "/messagerie/nouveau", icon_name="message-square"),
        link_button("Je souhaite être rappelé", "/rappel", kind=SECONDARY, icon_name="phone"),
        link_button(brand().phone, brand().phone_href, kind=SECONDARY, reload=True),
    ]


def article_list(rows: Rows, label: Text) -> rx.Component:
    """Articles (``ArticleLinkView``), each with its sentence."""
    return rx.el.ul(
        rx.foreach(rows, _article_item), class_name="help-list card card-flush", aria_label=label
    )


def _article_item(row: ArticleLinkView) -> rx.Component:
    return rx.el.li(
        link(
            rx.el.strong(row.title),
            rx.el.span(row.summary, class_name="muted"),
            href=row.href,
            class_name="help-item ic ic-chevron-right",
        ),
        key=row.href,
    )


def popular_questions(articles: list[Article]) -> rx.Component:
    """What is asked most, as a list of links."""
    return rx.el.ul(
        *[
            rx.el.li(
                link(article.title, href=article.href, class_name="popular ic ic-chevron-right")
            )
            for article in articles
        ],
        class_name="populars",
    )


def shelves(found: Help) -> rx.Component:
    """Every category, folded, with its articles."""
    return rx.el.div(
        *[
            rx.el.details(
                rx.el.summary(
                    rx.el.span(icon(category.icon, 24), class_name="shelf-icon"),
                    rx.el.span(
                        rx.el.strong(category.label),
                        rx.el.span(category.summary, class_name="muted small"),
                        class_name="shelf-words",
                    ),
                    class_name="ic ic-chevron-down",
                ),
                rx.el.ul(
                    *[
                        rx.el.li(link(article.title, href=article.href, class_name="link"))
                        for article in found.of_category(category.code)
                    ],
                ),
                class_name="card shelf",
            )
            for category in found.categories
        ],
        class_name="shelves",
    )


def contents(rows: Rows) -> rx.Component:
    """The table of contents of a long article (``HeadingView``)."""

    def item(row: HeadingView) -> rx.Component:
        return rx.el.li(anchor(row.text, href=row.href, class_name="link"), key=row.href)

    return rx.cond(
        rows.length() > 0,
        rx.el.nav(
            rx.el.p("Sur cette page", class_name="label"),
            rx.el.ul(rx.foreach(rows, item)),
            aria_label="Sur cette page",
            class_name="help-contents no-print",
        ),
        rx.fragment(),
    )


def opinion_card(
    opinion: Text,
    *,
    commented: Flag,
    comment: Text,
    version: rx.Var[int],
    problem: Text,
    on_yes: Handler,
    on_no: Handler,
    on_comment: Handler,
) -> rx.Component:
    """Whether the page was of use. ``opinion``: "", "oui" or "non"; it may be changed."""

    def choice(label: str, value: str, icon_name: str, on_click: Handler) -> rx.Component:
        return button(
            label,
            kind=SECONDARY,
            icon_name=icon_name,
            on_click=on_click,
            aria_pressed=rx.cond(opinion == value, "true", "false"),
        )

    return rx.el.section(
        rx.el.h2("Cette page vous a-t-elle aidé\u00a0?", id="avis"),
        rx.el.div(
            choice("Oui", "oui", "thumbs-up", on_yes),
            choice("Non", "non", "thumbs-down", on_no),
            class_name="row",
        ),
        rx.cond(problem, alert("Votre avis n’est pas enregistré", problem, tone=DANGER, live=True)),
        rx.el.div(
            rx.match(
                opinion,
                ("oui", alert("Merci\u00a0! Votre avis est enregistré.", tone=SUCCESS)),
                (
                    "non",
                    rx.cond(
                        commented,
                        alert("Merci, votre commentaire est enregistré.", tone=SUCCESS),
                        alert("Merci. Nous allons améliorer cette page.", tone=INFO),
                    ),
                ),
                rx.fragment(),
            ),
            role="status",
        ),
        rx.cond(opinion == "non", _comment_form(comment, version, on_comment), rx.fragment()),
        aria_labelledby="avis",
        class_name="card help-opinion no-print",
    )


def _comment_form(comment: Text, version: rx.Var[int], on_comment: Handler) -> rx.Component:
    return rx.el.form(
        counted_textarea(
            "comment",
            "Que vous manquait-il\u00a0? (facultatif)",
            hint="N’écrivez pas de donnée médicale, ni votre nom\u00a0: cet avis est anonyme. "
            "Pour une réponse, écrivez-nous plutôt.",
            default_value=comment,
            version=version,
            limit=LONGEST_COMMENT,
            rows=4,
        ),
        button("Envoyer mon commentaire", kind=PRIMARY, type="submit"),
        on_submit=on_comment,
        class_name="stack",
    )


def still_stuck() -> rx.Component:
    """The way to a human, at the foot of an article."""
    return rx.el.section(
        rx.el.h2("Vous n’avez pas trouvé\u00a0?", id="autre-aide"),
        rx.el.p("Un conseiller peut vous aider. ", brand().phone_note, class_name="muted"),
        rx.el.div(
            link("Nous écrire", href="/messagerie/nouveau", class_name="link link-block"),
            link("Je souhaite être rappelé", href="/rappel", class_name="link link-block"),
            rx.el.p("Ou appelez le\u00a0", phone_link()),
            class_name="stack-s",
        ),
        aria_labelledby="autre-aide",
        class_name="help-stuck no-print",
    )
