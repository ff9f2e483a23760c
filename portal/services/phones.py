"""Phone numbers as people type them."""

import phonenumbers
from phonenumbers import PhoneNumberType

from portal.domain.errors import InvalidInput
from portal.domain.files.refusals import CellRefused
from portal.services.imports.contact import phone as readable_phone

_LONGEST = 40
_NOT_ONE = "Ce numéro de téléphone n’est pas valide. Écrivez-le ainsi\u00a0: 06 12 34 56 78."
_NOT_MOBILE = (
    "Ce numéro ne peut pas recevoir de SMS. Donnez un numéro de mobile, ou laissez ce champ vide."
)
_ON_A_WIRE = {PhoneNumberType.FIXED_LINE, PhoneNumberType.VOIP, PhoneNumberType.TOLL_FREE}


def checked_phone(text: str) -> str:
    """A phone number in E.164; a French one may be national. Raises ``InvalidInput``."""
    try:
        return readable_phone(text[:_LONGEST])
    except CellRefused as error:
        raise InvalidInput("phone", _NOT_ONE) from error


def checked_mobile(text: str) -> str:
    """A number that receives SMS, in E.164: a French mobile, or a foreign number.

    Raises ``InvalidInput`` for one that is none, or that is known to be a landline.
    """
    number = checked_phone(text)
    if phonenumbers.number_type(phonenumbers.parse(number)) in _ON_A_WIRE:
        raise InvalidInput("phone", _NOT_MOBILE)
    return number
