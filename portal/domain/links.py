"""Links sent by e-mail, used once."""

from datetime import timedelta
from enum import StrEnum

LINK_LIFE = timedelta(hours=24)


class LinkPurpose(StrEnum):
    """What a link does."""

    RESET_PASSWORD = "reset"  # noqa: S105 - a name
    CONFIRM_EMAIL = "confirm"


RESET_PATH = "/reinitialisation"
CONFIRM_PATH = "/inscription/confirmation"
