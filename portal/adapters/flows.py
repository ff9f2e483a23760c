"""The product team's data: one folder of YAML and Markdown files, read once and checked."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from portal.adapters.canned_files import check_canned_replies, load_canned_replies
from portal.adapters.flow_files import Fault
from portal.adapters.help_check import check_help
from portal.adapters.help_files import load_help
from portal.adapters.message_files import check_messages, load_messages
from portal.domain.canned_replies import CannedText
from portal.domain.help import Help
from portal.domain.message_tree import MessageTree

FOLDER = Path(__file__).parent.parent / "flows"

# What is wrong in a folder of flows, for a portal that has these routes ("/aide/[slug]").
Check = Callable[[Path, frozenset[str]], list[Fault]]
CHECKS: list[Check] = [check_messages, check_canned_replies, check_help]


@dataclass(frozen=True)
class Flows:
    """What ``folder`` holds. Each part is read at its first use; ``FlowError`` if it is broken."""

    folder: Path = FOLDER

    @cached_property
    def messages(self) -> MessageTree:
        """What members write about, the teams that answer, the services proposed."""
        return load_messages(self.folder)

    @cached_property
    def canned_replies(self) -> tuple[CannedText, ...]:
        """The replies that the staff may begin from."""
        return load_canned_replies(self.folder)

    @cached_property
    def help(self) -> Help:
        """The help, before the organisation's name is filled in."""
        return load_help(self.folder)

    def load(self) -> None:
        """Read everything now. Raises ``FlowError``."""
        _ = self.messages, self.canned_replies, self.help


def check(folder: Path, pages: frozenset[str]) -> list[Fault]:
    """Everything wrong in the flows of ``folder``, for a portal that has these routes."""
    return [fault for one in CHECKS for fault in one(folder, pages)]
