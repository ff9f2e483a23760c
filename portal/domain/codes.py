"""One-time codes sent by SMS or e-mail."""

import re
from datetime import timedelta

from portal.domain.text import storable

CODE_LIFE = timedelta(minutes=30)
RESEND_AFTER = timedelta(minutes=2)
CODE_TRIES = 5
CODE_DIGITS = 6


def typed_code(text: str) -> str:
    """The digits of what was typed: spaces and dashes, as phones and readers put them, are not."""
    return re.sub(r"[\s\u00a0\u202f.-]", "", storable(text))
