"""What an article of the help says, drawn block by block: never as HTML."""

import reflex as rx

from portal.components.glossary import explained_word
from portal.components.links import anchor, link
from portal.components.types import Rows
from portal.views.help import BlockView, LineView, RowView, RunView


def article_body(blocks: Rows) -> rx.Component:
    """What an article says (``BlockView``)."""
    return rx.el.div(rx.foreach(blocks, _block), class_name="help-body")


def _block(block: BlockView) -> rx.Component:
    return rx.el.div(
        rx.match(
            block.kind,
            ("h2", rx.el.h2(block.text, id=block.anchor, tab_index=-1)),
            ("h3", rx.el.h3(block.text, id=block.anchor, tab_index=-1)),
            ("bullets", rx.el.ul(rx.foreach(block.lines, _item))),
            ("steps", rx.el.ol(rx.foreach(block.lines, _item), class_name="help-steps")),
            ("note", rx.el.div(rx.foreach(block.lines, _paragraph), class_name="help-note")),
            ("table", _table(block)),
            ("picture", _picture(block)),
            rx.fragment(rx.foreach(block.lines, _paragraph)),
        ),
        key=block.key,
        class_name=f"help-{block.kind}",
    )


def _picture(block: BlockView) -> rx.Component:
    return rx.el.img(src=block.picture, alt=block.text, loading="lazy", class_name="help-picture")


def _table(block: BlockView) -> rx.Component:
    """On a phone each row becomes a card, its cells labelled by ``data-label``."""

    def cell(line: LineView) -> rx.Component:
        return rx.el.td(*_content(line), key=line.key)

    def row(one: RowView) -> rx.Component:
        return rx.el.tr(rx.foreach(one.cells, cell), key=one.key)

    return rx.el.div(
        rx.el.table(
            rx.el.thead(
                rx.el.tr(
                    rx.foreach(
                        block.head,
                        lambda line: rx.el.th(*_content(line), scope="col", key=line.key),
                    )
                )
            ),
            rx.el.tbody(rx.foreach(block.rows, row)),
        ),
        class_name="help-table-box",
        tab_index=0,
        role="group",
        aria_label="Tableau",
    )


def _paragraph(line: LineView) -> rx.Component:
    return rx.el.p(*_content(line), key=line.key)


def _item(line: LineView) -> rx.Component:
    return rx.el.li(rx.el.span(*_content(line)), key=line.key)


def _content(line: LineView) -> list[rx.Component]:
    return [rx.foreach(line.runs, _run)]


def _run(run: RunView) -> rx.Component | rx.Var:
    return rx.match(
        run.kind,
        ("strong", rx.el.strong(run.text, key=run.key)),
        ("link", link(run.text, href=run.href, class_name="link", key=run.key)),
        ("outside", anchor(run.text, href=run.href, class_name="link", key=run.key)),
        (
            "term",
            rx.fragment(
                explained_word(
                    run.text,
                    anchor=run.key,
                    title=run.title,
                    definition=run.definition,
                    href=run.href,
                ),
                key=run.key,
            ),
        ),
        rx.fragment(run.text, key=run.key),
    )
