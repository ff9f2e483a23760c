"""The member's account, as text."""

from portal.services.profile import Profile
from portal.views.shapes import FactView


def facts(profile: Profile) -> list[FactView]:
    """Who the member is, and how the account reaches them."""
    return [
        FactView("Nom", profile.name),
        FactView("Numéro d’adhérent", profile.member_number),
        FactView("Adresse e-mail", profile.email),
        FactView("Téléphone mobile", profile.phone or "Aucun numéro enregistré"),
    ]
