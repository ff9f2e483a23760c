"""A member's file, as the staff reads it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from portal.domain import bookings, claims, conversations
from portal.domain.french import NO_BREAK, euros, long_date, plural, short_date
from portal.domain.member_files import REASON_LABELS
from portal.domain.surveys import SCORES, SurveyKind
from portal.services.account_state import AccountState
from portal.services.member_file_contents import MemberFile
from portal.services.member_files import Opening
from portal.services.member_search import Found, MemberLine
from portal.services.tries import in_words
from portal.views.banners import clock
from portal.views.dashboard import PRODUCTS
from portal.views.outbox import letter_name
from portal.views.shapes import FactView, RecordView

UNKNOWN = "Non renseigné"
CHANNELS = {"email": "E-mail", "sms": "SMS"}
SENT = {
    "sent": ("Parti", "success"),
    "waiting": ("En attente", "info"),
    "dead": ("Échec", "danger"),
}
_CLAIM_TONES = {"effectue": "success", "rejete": "danger", "attente_pieces": "warning"}
_CLAIM_WORDS = {
    claims.Status.SENT: "Transmis",
    claims.Status.AT_HEALTH_INSURANCE: "À l’Assurance Maladie",
    claims.Status.RECEIVED: "Reçu",
    claims.Status.PAID: "Remboursé",
    claims.Status.AWAITING_DOCUMENTS: "Attente de pièces",
    claims.Status.REJECTED: "Rejeté",
    claims.Status.CORRECTED: "Régularisé",
}
_CONVERSATION_TONES = {"waiting": "warning", "answered": "success"}
_RELATIONSHIPS = {
    "assure": "Adhérent",
    "conjoint": "Conjoint",
    "enfant": "Enfant",
    "autre": "Autre",
}


@dataclass(frozen=True, slots=True)
class MemberFileView:
    """The file; contact and NIR are masked until they are asked for."""

    number: str
    name: str
    lead: str
    open_until: str
    email: str
    phone: str
    can_show_nir: bool
    identity: list[FactView]
    account: list[FactView]
    contracts: list[RecordView]
    people: list[RecordView]
    claims_title: str
    claims: list[RecordView]
    conversations: list[RecordView]
    bookings: list[RecordView]
    letters: list[RecordView]
    opinions: list[RecordView]
    openings: list[RecordView]


def nobody() -> MemberFileView:
    """No file yet."""
    return MemberFileView("", "", "", "", "", "", False, [], [], [], [], "", [], [], [], [], [], [])


def found(result: Found) -> list[RecordView]:
    """The members found, each leading to their file."""
    return [_member(line) for line in result.lines]


def found_sentence(result: Found) -> str:
    """How many were found, in words."""
    if not result.lines:
        return "Aucun adhérent ne correspond. Vérifiez l’orthographe, ou cherchez autrement."
    if result.has_more:
        return f"Plus de {len(result.lines)} adhérents correspondent\u00a0: précisez la recherche."
    return plural(len(result.lines), "adhérent trouvé", "adhérents trouvés")


def _member(line: MemberLine) -> RecordView:
    return RecordView(
        key=line.number,
        title=f"{line.first_name} {line.last_name}",
        detail=" · ".join(
            part
            for part in (
                f"N°{NO_BREAK}{line.number}",
                f"né(e) le {short_date(line.birth_date)}",
                line.city,
            )
            if part
        ),
        href=f"/admin/adherents/{line.number}",
    )


def member_file(file: MemberFile, now: datetime, zone: ZoneInfo) -> MemberFileView:
    """The whole file in words."""
    until = file.open_until.astimezone(zone)
    return MemberFileView(
        number=file.number,
        name=file.name,
        lead=f"Adhérent n°{NO_BREAK}{file.number}",
        open_until=f"Dossier ouvert jusqu’à {until.hour}{NO_BREAK}h{NO_BREAK}{until.minute:02d}",
        email=file.email or UNKNOWN,
        phone=file.phone or UNKNOWN,
        can_show_nir=file.may_show_nir and file.has_nir,
        identity=[
            FactView("Date de naissance", long_date(file.birth_date)),
            FactView("Commune", file.city or UNKNOWN),
            FactView("Adhérent depuis", long_date(file.joined_on) if file.joined_on else UNKNOWN),
            *([FactView("Parti le", long_date(file.left_on))] if file.left_on else []),
        ],
        account=_account(file.account, zone),
        contracts=[
            RecordView(
                key=one.number,
                title=f"{PRODUCTS.get(one.product, one.product)} · {one.plan}",
                detail=f"Contrat n°{NO_BREAK}{one.number}, depuis le {short_date(one.starts_on)}",
                badge="En cours"
                if one.ends_on is None or one.ends_on >= now.date()
                else f"Terminé le {short_date(one.ends_on)}",
                tone="success" if one.ends_on is None or one.ends_on >= now.date() else "neutral",
            )
            for one in file.contracts
        ],
        people=[
            RecordView(
                key=f"{index}",
                title=one.name,
                detail=f"Né(e) le {short_date(one.birth_date)}",
                badge=_RELATIONSHIPS.get(one.relationship, one.relationship.capitalize()),
            )
            for index, one in enumerate(file.people)
        ],
        claims_title=_claims_title(file),
        claims=_claims(file),
        conversations=[
            RecordView(
                key=one.reference,
                title=one.title,
                detail=f"{one.reference}, {clock(one.last_message_at, zone)}",
                badge=conversations.STATUS_MEANINGS[conversations.Status(one.status)].label,
                tone=_CONVERSATION_TONES.get(one.status, "neutral"),
                href=f"/admin/messages/{one.reference}",
            )
            for one in file.conversations
        ],
        bookings=[
            RecordView(
                key=one.reference,
                title=bookings.name_of(bookings.Kind(one.kind), bookings.Medium(one.medium)),
                detail=f"{clock(one.starts_at, zone)}, {one.reference}",
                badge=bookings.STATUSES[bookings.Status(one.status)].label,
                tone=bookings.STATUSES[bookings.Status(one.status)].tone,
            )
            for one in file.bookings
        ],
        letters=[
            RecordView(
                key=f"{index}",
                title=letter_name(one.letter),
                detail=f"{CHANNELS.get(one.channel, one.channel)}, {clock(one.at, zone)}",
                badge=SENT[one.status][0],
                tone=SENT[one.status][1],
            )
            for index, one in enumerate(file.letters)
        ],
        opinions=[
            RecordView(
                key=f"{index}",
                title=one.comment or "Sans commentaire",
                detail=f"{_AFTER[one.kind]}, {clock(one.at, zone)}{_solved(one.solved)}",
                badge=f"{one.score}/5 · {SCORES[one.score]}",
                tone="success" if one.score >= 4 else "warning" if one.score == 3 else "danger",
            )
            for index, one in enumerate(file.opinions)
        ],
        openings=[
            RecordView(
                key=f"{index}",
                title=one.by,
                detail=f"{clock(one.at, zone)}{NO_BREAK}: {REASON_LABELS[one.reason]}"
                + (f" ({one.details})" if one.details else ""),
            )
            for index, one in enumerate(file.openings)
        ],
    )


_AFTER = {SurveyKind.CONVERSATION: "Après un message", SurveyKind.BOOKING: "Après un appel"}


def own_openings(openings: tuple[Opening, ...], zone: ZoneInfo) -> list[RecordView]:
    """When the staff opened the member's own file, and why: what the member reads."""
    return [
        RecordView(
            key=f"{index}",
            title=REASON_LABELS[one.reason].removesuffix(", à préciser"),
            detail=clock(one.at, zone),
        )
        for index, one in enumerate(openings)
    ]


def _solved(solved: bool | None) -> str:
    if solved is None:
        return ""
    return ", demande réglée" if solved else ", demande non réglée"


def _claims_title(file: MemberFile) -> str:
    if file.claim_count <= len(file.claims):
        return "Remboursements"
    return f"Remboursements\u00a0: les {len(file.claims)} derniers sur {file.claim_count}"


def _claims(file: MemberFile) -> list[RecordView]:
    return [
        RecordView(
            key=one.line_number,
            title=one.act_label,
            detail=" · ".join(
                part
                for part in (
                    short_date(one.care_date),
                    one.beneficiary,
                    f"dépense {euros(one.expense_cents)}",
                    f"mutuelle {euros(one.rc_cents)}",
                )
                if part
            ),
            badge=_CLAIM_WORDS.get(claims.Status(one.status), one.status),
            tone=_CLAIM_TONES.get(one.status, "info"),
        )
        for one in file.claims
    ]


def _account(account: AccountState | None, zone: ZoneInfo) -> list[FactView]:
    if account is None:
        return [FactView("Espace en ligne", "Pas encore créé")]
    state = "Actif"
    if account.is_disabled:
        state = "Désactivé"
    elif account.locked_for > timedelta(0):
        state = f"Bloqué encore {in_words(account.locked_for)}, après des essais refusés"
    elif account.must_change_password:
        state = "Mot de passe à remplacer"
    factors = [
        *(["application"] if account.has_application else []),
        *([plural(account.passkeys, "clé d’accès", "clés d’accès")] if account.passkeys else []),
        *(["codes de secours"] if account.recovery_codes else []),
        "code par SMS ou e-mail" if account.has_phone else "code par e-mail",
    ]
    last = account.last_sign_in
    return [
        FactView("État", state),
        FactView("E-mail de connexion", account.email),
        FactView("Dernière connexion", clock(last, zone) if last else "Jamais"),
        FactView("Seconde étape", ", ".join(factors)),
        FactView("Créé le", long_date(account.created_at.astimezone(zone).date())),
    ]
