"""What the tests fill letters with, and carriers that keep what they are given."""

from dataclasses import dataclass, field

from portal.domain.letters import Letter
from portal.services.ports import NotDelivered, WrittenLetter

WHEN = "2026-11-20T09:05:00+00:00"

BOOKING = {
    "what": "Rappel par téléphone",
    "when": WHEN,
    "minutes": "30",
    "reference": "R-7KQ2M9",
    "sequence": "0",
}
VALUES: dict[Letter, dict[str, str]] = {
    Letter.ACTIVATION_CODE: {"code": "482913", "minutes": "30"},
    Letter.SIGN_IN_CODE: {"code": "482913", "minutes": "30"},
    Letter.CONFIRM_EMAIL: {
        "first_name": "Claire",
        "link": "/inscription/confirmation?jeton=T0ken",
        "hours": "24",
    },
    Letter.WELCOME: {"first_name": "Claire"},
    Letter.ALREADY_REGISTERED: {"first_name": "Claire"},
    Letter.RESET_PASSWORD: {"link": "/reinitialisation?jeton=T0ken", "hours": "24"},
    Letter.NO_ACCOUNT: {},
    Letter.STAFF_INVITATION: {
        "name": "Ada Roussel",
        "link": "/reinitialisation?jeton=T0ken",
        "hours": "24",
    },
    Letter.PASSWORD_CHANGED: {"when": WHEN},
    Letter.EMAIL_CHANGED: {"when": WHEN, "masked": "c•••@example.org"},
    Letter.PHONE_CHANGED: {"when": WHEN, "masked": "•• •• •• 42"},
    Letter.FACTOR_CHANGED: {"when": WHEN, "what": "Clé d’accès ajoutée"},
    Letter.NEW_DEVICE: {"when": WHEN, "device": "Firefox sur Windows", "network": "192.0.2.x"},
    Letter.FAILED_TRIES: {"when": WHEN, "minutes": "1"},
    Letter.ACCOUNT_DELETED: {"when": WHEN},
    Letter.NOT_ME_RECEIVED: {"reference": "S-7KQ2M9"},
    Letter.BOOKING_MADE: BOOKING,
    Letter.BOOKING_MOVED: BOOKING,
    Letter.BOOKING_CANCELLED: BOOKING,
    Letter.BOOKING_REMINDER: BOOKING,
    Letter.CALLBACK_BOOKED: BOOKING | {"link": "/rappel/suivi?jeton=T0ken"},
    Letter.CALLBACK_MOVED: BOOKING | {"link": "/rappel/suivi?jeton=T0ken"},
    Letter.MESSAGE_RECEIVED: {"reference": "M-7KQ2M9", "when": WHEN},
    Letter.NEWS: {"topic_label": "Avancement d’un dossier"},
}


@dataclass
class Pigeon:
    """A carrier that keeps its letters, and fails as often as it is given failures."""

    failures: list[Exception] = field(default_factory=list)
    carried: list[tuple[str, WrittenLetter, str]] = field(default_factory=list)

    async def carry(self, to: str, letter: WrittenLetter, *, message_id: str) -> None:
        """See ``ports.Carrier``."""
        if self.failures:
            raise self.failures.pop(0)
        self.carried.append((to, letter, message_id))


def refusal(*, permanent: bool = False) -> NotDelivered:
    """What a carrier says when it does not take a letter."""
    return NotDelivered("Le serveur dit non.", permanent=permanent)
