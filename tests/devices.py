"""What tests ask of the devices of an account."""

from sqlmodel import Session, col, func, select

from portal.models.sessions import Device


def trusted_count(*, session: Session, account_id: int) -> int:
    """How many browsers spare the account a second step."""
    return session.exec(
        select(func.count()).where(
            col(Device.account_id) == account_id, col(Device.trusted_until).is_not(None)
        )
    ).one()
