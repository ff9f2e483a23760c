"""Health professionals (professionnels de santé) of the directory and the care network."""

from datetime import date

from sqlmodel import Field

from portal.models.types import Table


class Practitioner(Table, table=True):
    """One professional or establishment, by RPPS (11 digits) or FINESS (9) number."""

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=32, unique=True)
    name: str
    specialty: str
    address: str | None = None
    postal_code: str | None = None
    city: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    phone: str | None = None
    sector: str | None = None
    optam: bool | None = None
    partner: bool | None = None
    teleconsultation: bool | None = None
    next_appointment_on: date | None = None
