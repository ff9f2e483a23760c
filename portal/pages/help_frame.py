"""The frame of the help, which anybody reads: the member's own when one is signed in."""

from collections.abc import Callable

import reflex as rx

from portal.components.document_title import document_title
from portal.components.types import Text
from portal.domain.help import HELP
from portal.pages.frame import member_frame, public_frame
from portal.settings import brand
from portal.state.shell import MemberShellState


def help_frame(
    content: Callable[[], rx.Component], *, title: Text, class_name: str = "help"
) -> rx.Component:
    """What ``content`` builds, in the frame that suits; ``title``: what the tab says.

    It is built twice: a component stands in one place of the tree only.
    """

    def page() -> rx.Component:
        return rx.el.div(content(), class_name=class_name)

    return rx.fragment(
        document_title(title, brand().name),
        rx.cond(
            MemberShellState.member_name != "",
            member_frame(page(), active=HELP),
            public_frame(page()),
        ),
    )
