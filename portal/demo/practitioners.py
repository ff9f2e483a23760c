"""Professionals of the cast's cities: the directory, and who signs each line."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from portal.demo.names import FIRST_NAMES, LAST_NAMES, STREETS
from portal.demo.people import CITIES, City, landline

_DOCTORS = {
    "Médecin généraliste",
    "Cardiologue",
    "Ophtalmologue",
    "Gynécologue",
    "Psychiatre",
    "Pédiatre",
    "Gériatre",
    "Dermatologue",
    "Radiologue",
}
_PEOPLE = (
    "Infirmier",
    "Kinésithérapeute",
    "Psychologue",
    "Chirurgien-dentiste",
    "Orthodontiste",
    "Ostéopathe",
    "Podologue",
)
_PLACES = {
    "Pharmacie": "Pharmacie {}",
    "Laboratoire d’analyses": "Laboratoire Biologia {}",
    "Opticien": "Optique {}",
    "Audioprothésiste": "Audition {}",
    "Transport sanitaire": "Ambulances {}",
    "Hôpital": "Centre hospitalier de {city}",
}
_CORNERS = ("du Marché", "de la Gare", "du Parc", "des Halles", "du Théâtre", "Saint-Michel")


@dataclass(frozen=True, slots=True)
class Professional:
    """One line of the directory; ``sector`` and ``optam`` are the doctors' only."""

    number: str
    name: str
    specialty: str
    address: str
    city: City
    latitude: float
    longitude: float
    phone: str
    sector: str
    optam: str
    partner: str
    remote: str
    free_on: date


def directory(today: date, seed: int) -> list[Professional]:
    """The professionals of every city, doctors twice: in sector 1, then non OPTAM in sector 2."""
    rng = Random(f"{seed}:professionals")
    found: list[Professional] = []
    for city in CITIES.values():
        for specialty in (*sorted(_DOCTORS), *_PEOPLE, *_PLACES):
            for sector in ("1", "2") if specialty in _DOCTORS else ("",):
                found.append(_professional(len(found), specialty, sector, city, today, rng))
    return found


def _professional(
    index: int, specialty: str, sector: str, city: City, today: date, rng: Random
) -> Professional:
    place = _PLACES.get(specialty)
    if place:
        name = place.format(rng.choice(_CORNERS), city=city.name)
    else:
        title = "Dr " if sector or "dent" in specialty.lower() else ""
        name = f"{title}{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}"
    return Professional(
        # FINESS for places, RPPS for people, in series that are not given out.
        number=f"999{index:06d}" if place else f"1099990{index:04d}",
        name=name,
        specialty=specialty,
        address=f"{rng.randint(1, 120)} {rng.choice(STREETS)}",
        city=city,
        latitude=city.latitude + rng.uniform(-0.02, 0.02),
        longitude=city.longitude + rng.uniform(-0.02, 0.02),
        phone=landline(5000 + index),
        sector=sector,
        optam={"1": "oui", "2": "non"}.get(sector, ""),
        partner="oui" if rng.random() < 0.5 else "non",
        remote="oui" if not place and rng.random() < 0.3 else "non",
        free_on=today + timedelta(days=rng.randint(1, 45)),
    )


def signer(
    professionals: list[Professional], specialty: str, city: City, *, sector: str = ""
) -> Professional:
    """The professional whom a household of ``city`` sees for ``specialty``."""
    return next(
        one
        for one in professionals
        if one.specialty == specialty
        and one.city == city
        and (not sector or one.sector in ("", sector))
    )
