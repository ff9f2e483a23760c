"""The letters that a demonstration would have sent, as they are shown."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from portal.adapters.letters import LetterHead, moment, write_letter
from portal.domain.letters import Letter
from portal.domain.notifications import CHANNEL_LABELS, Channel
from portal.domain.paths import local_path
from portal.services.outbox_review import DemoLetter
from portal.services.ports import WrittenLetter


@dataclass(frozen=True, slots=True)
class DemoLetterView:
    """One letter: ``code`` and ``link`` are empty when it carries none."""

    id: str
    channel: str
    recipient: str
    posted: str
    subject: str
    text: str
    code: str
    link: str


def _body(written: WrittenLetter) -> str:
    """The text of an e-mail between its head and its foot, the same in all of them."""
    after_head = written.text.partition(f"\n{written.subject}\n")[2]
    return after_head.partition("\n--\n")[0].strip()


def demo_letter(
    letter: DemoLetter, *, head: LetterHead, public_url: str, zone: ZoneInfo
) -> DemoLetterView:
    """A letter in words, as its reader would have got it."""
    written = write_letter(
        Letter(letter.letter), letter.values, head=head, public_url=public_url, zone=zone
    )
    return DemoLetterView(
        id=str(letter.id),
        channel=CHANNEL_LABELS[letter.channel],
        recipient=letter.to,
        posted=moment(letter.posted_at.isoformat(), zone),
        subject=written.subject,
        text=written.sms if letter.channel is Channel.SMS else _body(written),
        code=letter.values.get("code", ""),
        link=local_path(letter.values.get("link"), default=""),
    )


LETTER_NAMES: dict[str, str] = {
    Letter.ACTIVATION_CODE: "Code d’activation",
    Letter.SIGN_IN_CODE: "Code de connexion",
    Letter.CONFIRM_EMAIL: "Confirmation d’adresse e-mail",
    Letter.WELCOME: "Bienvenue",
    Letter.ALREADY_REGISTERED: "Compte déjà créé",
    Letter.RESET_PASSWORD: "Mot de passe oublié",
    Letter.NO_ACCOUNT: "Mot de passe oublié, sans compte",
    Letter.STAFF_INVITATION: "Invitation d’un membre de l’équipe",
    Letter.PASSWORD_CHANGED: "Mot de passe modifié",
    Letter.EMAIL_CHANGED: "Adresse e-mail modifiée",
    Letter.PHONE_CHANGED: "Téléphone modifié",
    Letter.FACTOR_CHANGED: "Moyen de connexion modifié",
    Letter.NEW_DEVICE: "Nouvel appareil",
    Letter.FAILED_TRIES: "Essais de connexion refusés",
    Letter.ACCOUNT_DELETED: "Compte supprimé",
    Letter.NOT_ME_RECEIVED: "Signalement reçu",
    "booking_made": "Rendez-vous confirmé",
    "booking_moved": "Rendez-vous déplacé",
    "booking_cancelled": "Rendez-vous annulé",
    "booking_reminder": "Rappel de rendez-vous",
    "callback_booked": "Rappel confirmé",
    "callback_moved": "Rappel déplacé",
    "message_received": "Message bien reçu",
    Letter.NEWS: "Nouveauté dans l’espace",
}


def letter_name(letter: str) -> str:
    """What a letter is about, for the staff; its code when nobody named it yet."""
    return LETTER_NAMES.get(letter, letter)
