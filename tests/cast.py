"""Rows for the tests, with sane defaults: say only what the test is about.

Each function is a service for ``portal.write``: ``portal.write(add_claim, actor=claire)``.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from sqlmodel import Session

from portal.domain.actors import MemberActor
from portal.domain.files.claims import SearchTexts
from portal.models.accounts import Account
from portal.models.beneficiaries import Beneficiary
from portal.models.claims import Claim, ClaimStatusChange
from portal.models.contracts import Contract
from portal.models.contributions import Contribution
from portal.models.factors import TotpFactor
from portal.models.members import Member
from portal.models.sessions import UserSession
from portal.services.ports import Cipher
from portal.services.secrets import digest

TODAY = date(2026, 11, 20)
_JOINED = datetime(2026, 1, 1, tzinfo=UTC)
_number = count(1)
_search_text = SearchTexts()


def _add(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row.id


def add_member(*, session: Session, first_name: str = "Claire", **fields: Any) -> MemberActor:
    """Add a member with an account and a live session, and return them as an actor."""
    place = next(_number)
    defaults = {
        "number": f"A{place:07d}",
        "last_name": "Moreau",
        "birth_date": date(1984, 3, 12),
    }
    member_id = _add(session, Member(first_name=first_name, **(defaults | fields)))
    account_id = _add(
        session,
        Account(
            member_id=member_id,
            email=f"member{place}@example.org",
            password_hash="unusable",
            created_at=_JOINED,
        ),
    )
    return MemberActor(account_id=account_id, member_id=member_id, session_id=0)


def add_beneficiary(
    *,
    session: Session,
    actor: MemberActor,
    rank: int = 1,
    first_name: str = "Claire",
    **fields: Any,
) -> int:
    """Add a beneficiary of the member, and return its id."""
    defaults = {"last_name": "Moreau", "birth_date": date(2014, 5, 2)}
    return _add(
        session,
        Beneficiary(
            member_id=actor.member_id, rank=rank, first_name=first_name, **(defaults | fields)
        ),
    )


def add_claim(*, session: Session, actor: MemberActor, **fields: Any) -> int:
    """Add a line of the member's: a consultation paid on 5 November 2026. Return its id.

    What remains follows from the other amounts; the search text is the import's.
    """
    defaults: dict[str, Any] = {
        "line_number": f"L{next(_number):07d}",
        "beneficiary_rank": 1,
        "care_date": date(2026, 11, 2),
        "act_code": "G",
        "act_label": "Consultation généraliste",
        "category": "soins_courants",
        "practitioner": "Dr Anne Lefèvre",
        "specialty": "Médecin généraliste",
        "expense_cents": 3000,
        "base_cents": 3000,
        "ro_cents": 1900,
        "rc_cents": 900,
        "deduction_cents": 200,
        "payee": "assure",
        "status": "effectue",
        "status_date": date(2026, 11, 5),
        "payment_date": date(2026, 11, 5),
        "payment_reference": None,
    }
    line = defaults | fields
    line.setdefault("remaining_cents", line["expense_cents"] - line["ro_cents"] - line["rc_cents"])
    line.setdefault(
        "search_text",
        _search_text(
            line["act_code"],
            line["act_label"],
            line["category"],
            line["practitioner"],
            line["specialty"],
            line["line_number"],
            line["payment_reference"],
        ),
    )
    return _add(session, Claim(member_id=actor.member_id, **line))


def add_earlier_status(
    *, session: Session, claim_id: int, status: str, status_date: date | None
) -> int:
    """Add a status that a line has left."""
    return _add(
        session, ClaimStatusChange(claim_id=claim_id, status=status, status_date=status_date)
    )


def add_contract(*, session: Session, actor: MemberActor, **fields: Any) -> int:
    """Add a health contract of the member's, and return its id."""
    defaults = {
        "number": f"{next(_number):06d}",
        "product": "sante",
        "plan": "Équilibre",
        "starts_on": date(2024, 1, 1),
    }
    return _add(session, Contract(member_id=actor.member_id, **(defaults | fields)))


def add_contribution(*, session: Session, contract_id: int, **fields: Any) -> int:
    """Add a contribution still to come, due on 5 December 2026, and return its id."""
    defaults = {"due_on": date(2026, 12, 5), "amount_cents": 8450, "status": "a_venir"}
    return _add(session, Contribution(contract_id=contract_id, **(defaults | fields)))


def open_session_for(*, session: Session, actor: MemberActor, now: datetime) -> str:
    """Open a session for the member, and return the value of its cookie."""
    token = f"token-of-{actor.account_id}"
    _add(
        session,
        UserSession(
            token_hash=digest(token),
            account_id=actor.account_id,
            browser_hash=digest("browser"),
            created_at=now,
            proved_at=now,
            last_seen_at=now,
            expires_at=now + timedelta(hours=12),
        ),
    )
    return token


def add_staff_member(
    *, session: Session, email: str = "alice@example.org", role: str = "charge", **fields: Any
) -> int:
    """Add an account of the staff, and return its id."""
    defaults = {"staff_name": "Alice Martin", "password_hash": "unusable", "created_at": _JOINED}
    return _add(session, Account(email=email, role=role, **(defaults | fields)))


def give_totp(*, session: Session, cipher: Cipher, account_id: int, secret: str) -> None:
    """Have an account use an authenticator application with this secret."""
    session.add(
        TotpFactor(
            account_id=account_id,
            secret_sealed=cipher.encrypt(secret),
            created_at=_JOINED,
            confirmed_at=_JOINED,
        )
    )


def add_session(*, session: Session, account_id: int, now: datetime) -> int:
    """Open a session of an account in some browser, and return its id."""
    return _add(
        session,
        UserSession(
            token_hash=digest(f"token-{next(_number)}"),
            account_id=account_id,
            browser_hash=digest("browser"),
            created_at=now,
            proved_at=now,
            last_seen_at=now,
            expires_at=now + timedelta(hours=12),
        ),
    )
