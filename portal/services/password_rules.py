"""Whether a new password may be taken, and how strong one is while it is being typed."""

from collections.abc import Sequence

from zxcvbn import zxcvbn
from zxcvbn.matching import RANKED_DICTIONARIES

from portal.domain.password_rules import (
    LONGEST,
    PasswordStrength,
    content_refusal,
    disguises,
    normal_password,
    shape_refusal,
)

# zxcvbn adds this dictionary at its first call, which must not happen in two threads at once.
RANKED_DICTIONARIES.setdefault("user_inputs", {})
_COMMON = RANKED_DICTIONARIES["passwords"]
_LOOKED_AT = 72  # characters that zxcvbn takes: what follows can only make a password stronger
_ENOUGH = 3  # of 4

_IS_COMMON = "Ce mot de passe est l’un des plus utilisés. Choisissez-en un autre."
_IS_EASY = "Ce mot de passe est trop facile à deviner. Ajoutez un ou deux mots peu courants."
_BETTER = "Ajoutez un mot peu courant pour le rendre plus difficile à deviner."
_FINE = "Difficile à deviner."


def check_new_password(password: str, *, personal: Sequence[str]) -> str:
    """Return why a password may not be taken, as a sentence, or "" when it may.

    ``personal``: what it must not contain, such as names, e-mail, numbers, the birth date as ISO
    text, and the insurer's name.
    """
    return (
        shape_refusal(password)
        or content_refusal(password, personal)
        or (_IS_COMMON if _is_common(password) else "")
        or (_IS_EASY if _score(password) < _ENOUGH else "")
    )


def strength(password: str, personal: Sequence[str]) -> PasswordStrength:
    """How strong a password is, and what would make it better. One that is refused is weak."""
    if not password:
        return PasswordStrength(0, "")
    refusal = check_new_password(password, personal=personal)
    score = _score(password) if len(password) <= LONGEST else 0
    if refusal:
        return PasswordStrength(min(score, 1), refusal)
    return PasswordStrength(score, _FINE if score > _ENOUGH else _BETTER)


def _is_common(password: str) -> bool:
    return any(word in _COMMON for word in disguises(password))


def _score(password: str) -> int:
    return zxcvbn(normal_password(password)[:_LOOKED_AT])["score"]
