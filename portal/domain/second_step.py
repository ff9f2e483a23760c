"""The second step of signing in: what may stand for it, and in which order it is offered."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

PENDING_LIFE = timedelta(minutes=10)
TRUST_LIFE = timedelta(days=30)

# Sign-ins begun and left there: beyond so many in an hour, no more codes are sent.
BEGINNINGS_COUNTED_FOR = timedelta(hours=1)
MOST_BEGINNINGS = 6


class Method(StrEnum):
    """A way to prove, beside the password, who one is."""

    TOTP = "application"
    SMS = "sms"
    EMAIL = "email"
    PASSKEY = "cle"
    RECOVERY = "secours"


SENT_METHODS = frozenset({Method.SMS, Method.EMAIL})


@dataclass(frozen=True, slots=True)
class Factors:
    """What an account has to prove it with.

    ``mailbox_used``: the password came from a link sent by e-mail.
    """

    is_staff: bool = False
    phone: bool = False
    totp: bool = False
    passkey: bool = False
    recovery_codes: bool = False
    mailbox_used: bool = False


def methods_of(factors: Factors) -> tuple[Method, ...]:
    """The ways open to an account, the one to propose first; none: one must be set up first.

    The staff see other people's data: a code that may be read over a shoulder, in a mailbox or on
    somebody else's SIM card is not enough for them. A mailbox that has just given the password is
    no second factor, unless there is nothing else.
    """
    others = factors.totp or factors.phone or factors.passkey or factors.recovery_codes
    offered = {
        Method.TOTP: factors.totp,
        Method.SMS: factors.phone and not factors.is_staff,
        Method.EMAIL: not factors.is_staff and not (factors.mailbox_used and others),
        Method.PASSKEY: factors.passkey,
        Method.RECOVERY: factors.recovery_codes and not must_enrol(factors),
    }
    return tuple(method for method in Method if offered[method])


def must_enrol(factors: Factors) -> bool:
    """Whether a factor has to be set up before going further: the staff always have one."""
    return factors.is_staff and not (factors.totp or factors.passkey)


def masked_phone(number: str) -> str:
    """Enough of an E.164 number to recognise one's own: its last two digits."""
    return f"•• •• •• {number[-2:]}".replace(" ", "\u00a0")


def masked_email(address: str) -> str:
    """Enough of an address to recognise one's own: c•••@example.org."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}•••@{domain}"
