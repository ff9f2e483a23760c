"""Second factors: authenticator application, passkeys, recovery codes."""

from datetime import datetime

from sqlmodel import Field

from portal.models.types import Table, UtcDateTime


class TotpFactor(Table, table=True):
    """The authenticator application of an account; of no use before it is confirmed.

    ``last_step``: the newest time step whose code was accepted; older ones are refused.
    """

    account_id: int = Field(primary_key=True, foreign_key="account.id")
    secret_sealed: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_step: int = 0


class Passkey(Table, table=True):
    """A passkey; ``credential_id`` and ``public_key`` are base64url."""

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    credential_id: str = Field(unique=True)
    public_key: str
    sign_count: int = 0
    name: str = Field(max_length=60)
    created_at: datetime = Field(sa_type=UtcDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PasskeyChallenge(Table, table=True):
    """What a passkey is asked to sign, once, in one browser, for five minutes.

    ``account_id`` is empty when anybody may answer: signing in without a password.
    """

    id: int | None = Field(default=None, primary_key=True)
    challenge_hash: str = Field(unique=True, max_length=64)
    browser_hash: str = Field(max_length=64)
    purpose: str = Field(max_length=16)
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class RecoveryCode(Table, table=True):
    """One of the ten codes that stand in for a lost factor; a keyed digest."""

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    code_hash: str = Field(max_length=64, index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
