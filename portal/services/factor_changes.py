"""What follows whenever a second factor of an account changes."""

from datetime import datetime

from sqlmodel import Session

from portal.domain import audiences
from portal.domain.letters import Letter
from portal.models.accounts import Account
from portal.services import audit
from portal.services.alerts import alert
from portal.services.devices import distrust_devices
from portal.services.live import announce
from portal.services.ports import Cipher
from portal.services.secrets import new_token

LIVE_TOPIC = "security"


def factor_changed(
    session: Session, *, cipher: Cipher, now: datetime, account_id: int, act: str, what: str
) -> None:
    """Trust no device of the account any more, alert its owner, and keep a record.

    ``what`` happened, in French and without a full stop; ``act``: the same for the audit log.
    """
    distrust_devices(session, account_id=account_id)
    account = session.get_one(Account, account_id)
    alert(
        session,
        cipher=cipher,
        now=now,
        account=account,
        key=f"factor:{account_id}:{new_token()[:16]}",
        letter=Letter.FACTOR_CHANGED,
        title="Vos moyens de connexion ont changé",
        body=f"{what}. Si ce n’est pas vous, prévenez-nous.",
        values={"when": now.isoformat(), "what": what},
    )
    audit.record(session, act, at=now, account_id=account_id)
    announce(session, audiences.account(account_id), LIVE_TOPIC, now=now)
