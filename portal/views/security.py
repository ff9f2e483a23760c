"""The security page, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from portal.domain.french import NO_BREAK, long_date, plural
from portal.services.devices import TrustedDevice
from portal.services.own_passkeys import KnownPasskey
from portal.services.own_sessions import OpenSession
from portal.services.recovery_codes import HOW_MANY
from portal.services.security_page import SecurityOverview
from portal.services.sign_in_history import HistoryEntry
from portal.views.shapes import PageView


@dataclass(frozen=True, slots=True)
class FactorsView:
    """What protects the account beside the password. ``totp``: since when, "" without one."""

    totp: str
    codes_left: int
    codes: str


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A passkey, a trusted device or an open session. ``is_this``: the one in use."""

    id: int
    name: str
    detail: str
    is_this: bool


@dataclass(frozen=True, slots=True)
class EventView:
    """A line of the history. ``tone``: "success", "info" or "warning"."""

    id: int
    title: str
    detail: str
    tone: str
    is_this: bool
    is_disputable: bool


NO_FACTORS = FactorsView("", 0, "")
ONE_PAGE = PageView("", "", has_previous=False, has_next=False)

_ACTS = {
    "session.opened": ("Connexion réussie", "success"),
    "session.renewed": ("Identité confirmée à nouveau", "success"),
    "sign_in.refused": ("Mot de passe ou clé d’accès refusé", "warning"),
    "sign_in.second_step_refused": ("Bon mot de passe, mais code refusé", "warning"),
    "sign_in.locked": ("Essai bloqué après trop d’erreurs", "warning"),
}
_ENDS = {
    "sign_out": "Déconnexion",
    "remote": "Déconnexion à distance",
    "password": "Déconnexion, car le mot de passe a changé",
    "not_me": "Déconnexion après votre signalement",
}


def moment(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """``aujourd’hui à 10 h 05``, ``hier à 18 h 30``, ``20 novembre 2026 à 10 h 05``."""
    there, today = at.astimezone(zone), now.astimezone(zone).date()
    clock = f"{there.hour}{NO_BREAK}h{NO_BREAK}{there.minute:02d}"
    near = {today: "aujourd’hui", today - timedelta(days=1): "hier"}
    return f"{near.get(there.date(), long_date(there.date()))} à {clock}"


def password(overview: SecurityOverview, zone: ZoneInfo) -> str:
    """When the password was last changed."""
    if overview.is_demo:
        return "Un compte de démonstration n’a pas de mot de passe."
    if overview.password_changed_at is None:
        return "Jamais changé depuis la création du compte."
    return f"Choisi le {long_date(overview.password_changed_at.astimezone(zone).date())}."


def factors(overview: SecurityOverview, zone: ZoneInfo) -> FactorsView:
    """The application and the recovery codes."""
    since = overview.totp_since
    left = overview.codes_left
    return FactorsView(
        totp=f"Active depuis le {long_date(since.astimezone(zone).date())}." if since else "",
        codes_left=left,
        codes=f"Il vous reste {plural(left, 'code')} sur {HOW_MANY}." if left else "",
    )


def passkeys(known: list[KnownPasskey], now: datetime, zone: ZoneInfo) -> list[PlaceView]:
    """The passkeys, and when each last served."""
    return [
        PlaceView(
            id=passkey.id,
            name=passkey.name,
            detail=f"Dernière utilisation{NO_BREAK}: {moment(passkey.last_used_at, now, zone)}"
            if passkey.last_used_at
            else f"Ajoutée{NO_BREAK}: {moment(passkey.created_at, now, zone)}",
            is_this=False,
        )
        for passkey in known
    ]


def devices(trusted: list[TrustedDevice], zone: ZoneInfo) -> list[PlaceView]:
    """The devices that spare a second step, and until when."""
    return [
        PlaceView(
            id=device.id,
            name=device.name,
            detail=f"Adresse {device.network}, de confiance jusqu’au "
            f"{long_date(device.trusted_until.astimezone(zone).date())}",
            is_this=device.is_this,
        )
        for device in trusted
    ]


def sessions(opened: list[OpenSession], now: datetime, zone: ZoneInfo) -> list[PlaceView]:
    """The open sessions, and when something was last done in each."""
    return [
        PlaceView(
            id=one.id,
            name=one.device,
            detail=f"Adresse {one.network}, dernière activité{NO_BREAK}: "
            f"{moment(one.last_seen_at, now, zone)}",
            is_this=one.is_this,
        )
        for one in opened
    ]


def history(entries: list[HistoryEntry], now: datetime, zone: ZoneInfo) -> list[EventView]:
    """What happened, when and from where."""
    return [_event(entry, now, zone) for entry in entries]


def paging(page: int, pages: int) -> PageView:
    """Where one is in the history."""
    return PageView(
        label=f"Page {page} sur {pages}",
        result_label="",
        has_previous=page > 1,
        has_next=page < pages,
        number=page,
        count=pages,
    )


def _event(entry: HistoryEntry, now: datetime, zone: ZoneInfo) -> EventView:
    title, tone = _ACTS.get(entry.act) or (_ENDS.get(entry.reason, "Fin de session"), "info")
    when = moment(entry.at, now, zone)
    return EventView(
        id=entry.id,
        title=title,
        detail=f"{when[:1].upper()}{when[1:]}, {entry.device}, adresse {entry.network}",
        tone=tone,
        is_this=entry.is_this,
        is_disputable=entry.is_disputable,
    )
