"""Reading e-mail addresses and phone numbers, in the form they are stored.

Here rather than among the readers of the domain: they need libraries.
"""

import re

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from portal.domain.files.cells import Reader
from portal.domain.files.refusals import CellRefused

# Plain addresses, nearly all there are; anything else is left to the library, much slower.
_PLAIN_EMAIL = re.compile(
    r"(?=.{1,64}@)[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*"
    r"@(?=.{4,190}$)((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63})",
    re.ASCII | re.IGNORECASE,
)
# France, then its overseas numbering plans, whose numbers look alike: 0262…, 0590…
_REGIONS = ("FR", "RE", "GP", "MQ", "GF", "YT", "PM", "NC", "PF")

# Mobile numbers that the regulator keeps for works of fiction, unknown to the library.
_FICTION = re.compile(r"(?:\+33|0)63998\d{4}", re.ASCII)


def email(text: str) -> str:
    """An e-mail address, its domain in lower case."""
    if match := _PLAIN_EMAIL.fullmatch(text):
        return text[: match.start(1)] + match[1].lower()
    try:
        checked = validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise CellRefused("L’adresse e-mail n’est pas valide.") from None
    return checked.normalized


def phone(text: str) -> str:
    """A phone number in international form, ``+33612345678``; a French one may be national."""
    for region in _REGIONS:
        try:
            number = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if _FICTION.fullmatch(re.sub(r"[\s.-]", "", text)):
        return "+336" + re.sub(r"\D", "", text)[-8:]
    raise CellRefused("Le numéro de téléphone n’est pas valide.")


CONTACT_READERS: dict[str, Reader] = {"email": email, "telephone": phone}
