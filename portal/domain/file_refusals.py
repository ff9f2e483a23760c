"""Why a file is not taken, in the words of who sent it: what is wrong, and what to do instead."""

from enum import StrEnum

from portal.domain.errors import Refusal
from portal.domain.files_held import MOST_BYTES, MOST_IN_ONE_PLACE
from portal.domain.french import plural

_ANOTHER_WAY = "Imprimez-le en PDF, ou prenez-le en photo, et envoyez ce nouveau fichier."


class Reason(StrEnum):
    """What is wrong with a file, or with sending it now."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN_TYPE = "unknown_type"
    OFFICE = "office"
    DAMAGED = "damaged"
    TOO_MANY_PIXELS = "too_many_pixels"
    ANIMATED = "animated"
    PDF_LOCKED = "pdf_locked"
    PDF_ACTIVE = "pdf_active"
    PDF_ATTACHMENTS = "pdf_attachments"
    PDF_TOO_LONG = "pdf_too_long"
    TOO_COMPLEX = "too_complex"
    CUT = "cut"
    PLACE_FULL = "place_full"
    QUOTA = "quota"
    TOO_MANY_TODAY = "too_many_today"
    AT_ONCE = "at_once"
    BUSY = "busy"
    NO_ROOM = "no_room"


SENTENCES: dict[Reason, str] = {
    Reason.EMPTY: "Ce fichier est vide. Choisissez-en un autre.",
    Reason.TOO_LARGE: f"Ce fichier dépasse {MOST_BYTES // 1024**2}\u00a0Mo. "
    "Envoyez-le en plusieurs fois, ou réduisez sa taille.",
    Reason.UNKNOWN_TYPE: "Ce type de fichier n’est pas accepté. "
    "Envoyez un PDF ou une photo (JPEG, PNG ou HEIC).",
    Reason.OFFICE: "Ce type de document n’est pas accepté. Enregistrez-le en PDF, "
    "puis envoyez le PDF.",
    Reason.DAMAGED: "Ce fichier est abîmé ou incomplet. "
    "Vérifiez qu’il s’ouvre sur votre appareil, puis envoyez-le de nouveau.",
    Reason.TOO_MANY_PIXELS: "Cette image est trop grande. "
    "Réduisez ses dimensions, ou prenez une nouvelle photo.",
    Reason.ANIMATED: "Cette image est animée. Envoyez une image fixe.",
    Reason.PDF_LOCKED: "Ce PDF est protégé\u00a0: nous ne pourrions pas le lire. "
    "Enregistrez-le sans mot de passe ni protection.",
    Reason.PDF_ACTIVE: "Ce PDF contient un programme ou une action automatique. "
    "Par sécurité, nous ne le prenons pas. " + _ANOTHER_WAY,
    Reason.PDF_ATTACHMENTS: "Ce PDF contient d’autres fichiers. "
    "Par sécurité, nous ne le prenons pas. " + _ANOTHER_WAY,
    Reason.PDF_TOO_LONG: "Ce PDF a plus de 500\u00a0pages. Envoyez-le en plusieurs fois.",
    Reason.TOO_COMPLEX: "Ce fichier est trop compliqué pour être vérifié. " + _ANOTHER_WAY,
    Reason.CUT: "L’envoi a été interrompu. Rien n’a été enregistré\u00a0: réessayez.",
    Reason.PLACE_FULL: f"Vous avez déjà joint {plural(MOST_IN_ONE_PLACE, 'fichier')}\u00a0: "
    "c’est le plus possible ici. Retirez-en un pour en joindre un autre.",
    Reason.QUOTA: "Vos fichiers occupent toute la place prévue. "
    "Écrivez-nous ou appelez-nous pour en envoyer d’autres.",
    Reason.TOO_MANY_TODAY: "Vous avez envoyé beaucoup de fichiers aujourd’hui. Réessayez demain, "
    "ou appelez-nous.",
    Reason.AT_ONCE: "Plusieurs fichiers sont déjà en cours d’envoi. "
    "Attendez qu’ils arrivent, puis réessayez.",
    Reason.BUSY: "Nous recevons beaucoup de fichiers en ce moment. Réessayez dans une minute.",
    Reason.NO_ROOM: "Nous ne pouvons pas recevoir de fichiers pour le moment. "
    "C’est de notre fait\u00a0: réessayez plus tard.",
}


class FileNotTaken(Refusal):
    """A file is not taken. ``reason`` says why, ``sentence`` says it to who sent it."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(SENTENCES[reason])
        self.reason = reason
