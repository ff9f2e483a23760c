"""What the demonstration's members asked, and what they were answered.

Everything is dated back from the moment of the loading: what waits has not waited too long yet.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from random import Random

from sqlalchemy import select
from sqlmodel import Session, col

from portal.domain.cast import CAST, STAFF_BY_EMAIL
from portal.domain.conversations import Author, Status
from portal.domain.french import set_spaces
from portal.domain.message_tree import MessageTree, Profile
from portal.domain.surveys import SurveyKind
from portal.domain.working_days import is_working_day
from portal.models.accounts import Account
from portal.models.claims import Claim
from portal.models.members import Member
from portal.models.messages import Conversation
from portal.models.surveys import SurveyAnswer
from portal.services.conversations import add_message, begin_conversation, mark_read

_PAST_ANSWERS = 44
_SEED = 20261120


@dataclass(frozen=True, slots=True)
class Said:
    """One message, so many days and hours before the loading; of the staff, or of the member."""

    text: str
    days: int
    hours: int = 0
    staff: bool = False


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation of one of the cast. ``rated``: 1 to 5, 0 when nobody said."""

    member: str
    motive: str
    said: tuple[Said, ...]
    profile: Profile = Profile.PERSON
    about: str = ""  # a category of care: it is about the latest line of it
    read: bool = True
    closed: bool = False
    rated: int = 0


_TALKS: tuple[Talk, ...] = (
    Talk(
        "family",
        "remboursement-explication",
        (
            Said(
                "Bonjour, pour les lunettes de ma fille il me reste 85 € à payer alors que "
                "l’opticien parlait de 40 €. Pouvez-vous m’expliquer la différence ? Merci.",
                2,
                3,
            ),
            Said(
                "Bonjour, l’opticien a compté le forfait d’une monture de la classe A. Votre "
                "fille a choisi une monture de la classe B : le forfait de votre formule est alors "
                "de 100 € par an, et il en reste 85 € à votre charge. Le détail du calcul est "
                "dans la page de ce remboursement. Bonne journée.",
                0,
                2,
                staff=True,
            ),
        ),
        about="optique",
        read=False,
    ),
    Talk(
        "family",
        "devis-dentaire",
        (
            Said(
                "Bonjour, l’orthodontiste de mon fils me demande une réponse sur le devis du "
                "prochain semestre (690 €). Combien prenez-vous en charge ?",
                0,
                4,
            ),
        ),
    ),
    Talk(
        "family",
        "carte-beneficiaire",
        (
            Said("Bonjour, ma fille part en internat. Peut-on avoir une seconde carte ?", 40),
            Said(
                "Bonjour, oui : une seconde carte au nom de votre fille part au courrier "
                "aujourd’hui. Vous pouvez aussi la télécharger dès maintenant.",
                39,
                4,
                staff=True,
            ),
            Said("Merci, c’est parfait !", 39, 2),
            Said("Avec plaisir, bonne rentrée à elle.", 38, 5, staff=True),
        ),
        closed=True,
        rated=5,
    ),
    Talk(
        "retired",
        "devis-audition",
        (
            Said(
                "Bonjour Madame, Monsieur, j’ai envoyé il y a dix jours le devis de mon "
                "audioprothésiste (deux appareils). Je voudrais savoir ce qu’il me restera à "
                "payer avant de m’engager. Cordialement, J.-P. Lefèvre",
                9,
                2,
            ),
        ),
    ),
    Talk(
        "young",
        "remboursement-rejete",
        (
            Said("Salut, pourquoi mon remboursement a été refusé ??", 12, 1),
            Said(
                "Bonjour, la séance n’est pas couverte par votre formule Essentielle. La formule "
                "Équilibre en rembourse quatre par an : voulez-vous que nous vous en parlions ?",
                11,
                staff=True,
            ),
        ),
        rated=2,
    ),
    Talk(
        "carer",
        "remboursement-piece-demandee",
        (
            Said("Bonjour, je vous envoie le bulletin de sortie de ma mère comme demandé.", 25),
            Said(
                "Bonjour, nous avons bien reçu le bulletin de sortie : la chambre particulière "
                "est remboursée en totalité. Bon courage à vous et à votre mère.",
                24,
                staff=True,
            ),
        ),
        closed=True,
        rated=5,
    ),
    Talk(
        "farmer",
        "exploitant-echeancier",
        (
            Said(
                "Bonjour, la récolte est mauvaise cette année. Est-il possible d’étaler les "
                "cotisations de décembre sur trois mois ?",
                1,
                1,
            ),
        ),
        profile=Profile.FARMER,
    ),
)

# What is asked all year round, for the queue and the statistics.
_USUAL: tuple[tuple[str, str, str], ...] = (
    (
        "remboursement-absent",
        "Bonjour, je ne vois pas ma consultation de la semaine dernière.",
        "Bonjour, l’Assurance Maladie nous l’a transmise hier : le virement part demain.",
    ),
    (
        "carte-non-recue",
        "Bonjour, je n’ai toujours pas reçu ma carte de tiers payant.",
        "Bonjour, elle est repartie ce jour. Vous pouvez la télécharger dans votre espace.",
    ),
    (
        "cotisation-date",
        "Bonjour, puis-je être prélevé le 10 du mois plutôt que le 5 ?",
        "Bonjour, c’est fait : le prochain prélèvement aura lieu le 10.",
    ),
    (
        "garantie-plafond",
        "Bonjour, que me reste-t-il sur mon forfait de médecines douces ?",
        "Bonjour, il vous reste deux séances d’ici la fin de l’année.",
    ),
    (
        "dossier-adresse",
        "Bonjour, nous déménageons le mois prochain. Que faut-il vous envoyer ?",
        "Bonjour, rien de plus que votre nouvelle adresse : elle est enregistrée.",
    ),
)


def fill_conversations(*, session: Session, now: datetime, zone: tzinfo, tree: MessageTree) -> int:
    """Have the cast write and be answered; return how many conversations were made.

    Nothing is done twice: a second loading finds them there.
    """
    known = select(col(Conversation.id)).where(col(Conversation.key).startswith("demo:")).limit(1)
    members = _members(session)
    if session.scalar(known) is not None or not members:
        return 0
    desk = _Desk(session, zone, tree, _staff(session))
    made = 0
    for number, talk in enumerate(_TALKS):
        if talk.member in members:
            desk.play(talk, members[talk.member], f"demo:cast:{number}", now)
            made += 1
    for number, talk in enumerate(_past(sorted(set(members) - {"newcomer"}), now, zone)):
        desk.play(talk, members[talk.member], f"demo:past:{number}", now)
        made += 1
    return made


class _Desk:
    """Writes conversations as both sides would have."""

    def __init__(
        self, session: Session, zone: tzinfo, tree: MessageTree, staff: Sequence[int]
    ) -> None:
        self._session = session
        self._zone = zone
        self._tree = tree
        self._staff = staff

    def play(self, talk: Talk, member_id: int, key: str, now: datetime) -> None:
        """Have a conversation take place, each message at its time."""
        row = self._begin(talk, member_id, key, _at(now, talk.said[0]))
        for number, said in enumerate(talk.said[1:], start=1):
            self._say(row, said, f"{key}:{number}", _at(now, said))
        if talk.said[-1].staff and talk.read:
            seen = _at(now, talk.said[-1]) + timedelta(minutes=40)
            mark_read(self._session, conversation=row, reader=Author.MEMBER, now=min(seen, now))
        if talk.closed:
            row.status, row.due_at = Status.CLOSED, None
            row.closed_at = _at(now, talk.said[-1])
        if talk.rated:
            self._rate(row, talk, _at(now, talk.said[-1]) + timedelta(hours=1))
        self._session.flush()

    def _begin(self, talk: Talk, member_id: int, key: str, at: datetime) -> Conversation:
        way = self._tree.way_to(talk.motive, talk.profile)
        if way is None or way.theme is None or way.subject is None or way.motive is None:
            raise LookupError(f"no such motive in the tree of messages: {talk.motive}")
        return begin_conversation(
            self._session,
            zone=self._zone,
            now=at,
            member_id=member_id,
            key=key,
            profile=way.profile,
            theme=way.theme.id,
            subject=way.subject.id,
            motive=way.motive.id,
            title=way.motive.label,
            team=way.motive.team.id,
            body=set_spaces(talk.said[0].text),
            claim_id=_latest_claim(self._session, member_id, talk.about),
        )

    def _say(self, row: Conversation, said: Said, key: str, at: datetime) -> None:
        staff_id = self._staff[0] if self._staff else None
        if said.staff:
            mark_read(self._session, conversation=row, reader=Author.STAFF, now=at)
            row.assignee_id = row.assignee_id or staff_id
        else:
            mark_read(self._session, conversation=row, reader=Author.MEMBER, now=at)
        add_message(
            self._session,
            conversation=row,
            author=Author.STAFF if said.staff else Author.MEMBER,
            staff_id=staff_id if said.staff else None,
            body=set_spaces(said.text),
            key=key,
            now=at,
        )

    def _rate(self, row: Conversation, talk: Talk, at: datetime) -> None:
        self._session.add(
            SurveyAnswer(
                about=f"{SurveyKind.CONVERSATION}:{row.id}",
                kind=SurveyKind.CONVERSATION,
                score=talk.rated,
                solved=talk.rated > 2,
                at=at,
            )
        )


def _past(members: Sequence[str], now: datetime, zone: tzinfo) -> Iterator[Talk]:
    """Conversations of the last months, answered within a day or two and closed."""
    draw = Random(_SEED)
    for number in range(_PAST_ANSWERS):
        motive, question, answer = _USUAL[number % len(_USUAL)]
        days = _worked(now, zone, 6 + 3 * number)
        took = draw.choice((0, 0, 1, 1, 1, 2))
        after = max(1, _worked(now, zone, max(1, days - took), later=False))
        yield Talk(
            members[number % len(members)],
            motive,
            (Said(question, days, 5), Said(answer, min(after, days), 1, staff=True)),
            closed=True,
            rated=draw.choice((0, 0, 3, 4, 4, 5, 5, 5)),
        )


def _worked(now: datetime, zone: tzinfo, days: int, *, later: bool = True) -> int:
    """So many days ago, or the nearest working day further back, or nearer."""
    today = now.astimezone(zone).date()
    while not is_working_day(today - timedelta(days=days)) and days > 0:
        days += 1 if later else -1
    return days


def _at(now: datetime, said: Said) -> datetime:
    """When it was said: today so many hours ago, or another day in the afternoon."""
    if said.days == 0:
        return now - timedelta(hours=said.hours)
    day = (now - timedelta(days=said.days)).date()
    return datetime.combine(day, time(14), tzinfo=now.tzinfo) - timedelta(hours=said.hours)


def _members(session: Session) -> dict[str, int]:
    keys = {member.number: member.key for member in CAST}
    rows = session.execute(
        select(col(Member.number), col(Member.id)).where(col(Member.number).in_(keys))
    )
    return {keys[number]: member_id for number, member_id in rows}


def _staff(session: Session) -> list[int]:
    found = session.scalars(
        select(col(Account.id))
        .where(col(Account.email).in_(STAFF_BY_EMAIL))
        .order_by(col(Account.id))
    )
    return [id_ for id_ in found if id_ is not None]


def _latest_claim(session: Session, member_id: int, category: str) -> int | None:
    if not category:
        return None
    return session.scalar(
        select(col(Claim.id))
        .where(col(Claim.member_id) == member_id, col(Claim.category) == category)
        .order_by(col(Claim.care_date).desc(), col(Claim.id).desc())
        .limit(1)
    )
