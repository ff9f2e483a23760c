"""Identities that look right and belong to nobody."""

from dataclasses import dataclass
from datetime import date

from portal.domain.nir import nir_key


@dataclass(frozen=True, slots=True)
class City:
    """Where a household lives; ``insee`` is the French statistical code of the commune."""

    name: str
    postal_code: str
    insee: str
    latitude: float
    longitude: float


CITIES: dict[str, City] = {
    city.name: city
    for city in (
        City("Nantes", "44000", "44109", 47.2184, -1.5536),
        City("Dijon", "21000", "21231", 47.3220, 5.0415),
        City("Roubaix", "59100", "59512", 50.6927, 3.1778),
        City("Lyon", "69003", "69383", 45.7600, 4.8490),
        City("Quimper", "29000", "29232", 47.9960, -4.0970),
        City("Auch", "32000", "32013", 43.6460, 0.5860),
        City("Rennes", "35000", "35238", 48.1173, -1.6778),
        City("Mende", "48000", "48095", 44.5180, 3.5010),
        City("Metz", "57000", "57463", 49.1193, 6.1757),
        City("Ajaccio", "20000", "2A004", 41.9192, 8.7386),
    )
}


@dataclass(frozen=True, slots=True)
class Person:
    """One covered person; the one of rank 1 holds the contracts."""

    rank: int
    last_name: str
    first_name: str
    born: date
    link: str
    nir: str


def nir(sex: int, born: date, birthplace: str, order: int) -> str:
    """Return a NIR with its key: ``sex`` 1 or 2, ``birthplace`` the commune's INSEE code."""
    body = f"{sex}{born:%y%m}{birthplace}{order:03d}"
    return f"{body}{nir_key(body):02d}"


def birth(today: date, age: int, month: int, day: int) -> date:
    """Return the birth date of a person who is ``age`` years old on ``today``."""
    had_birthday = (month, day) <= (today.month, today.day)
    return date(today.year - age - (not had_birthday), month, day)


def landline(number: int) -> str:
    """Return a phone number from a range kept for fiction (01 99 00 00 00 and on)."""
    return f"01 99 00 {number // 100 % 100:02d} {number % 100:02d}"


def mobile(number: int) -> str:
    """Return a mobile number from a range kept for fiction (06 39 98 00 00 and on)."""
    return f"06 39 98 {number // 100 % 100:02d} {number % 100:02d}"
