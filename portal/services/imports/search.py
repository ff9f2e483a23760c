"""Search texts of claims that were updated by a file without all the columns they are made of."""

from sqlalchemy import Connection, bindparam, select, update

from portal.domain.files.claims import SearchTexts
from portal.models import metadata
from portal.services.imports.staging import CHANGED

SEARCHED_COLUMNS = frozenset(
    ("code_acte", "libelle_acte", "categorie", "professionnel", "specialite", "reference_paiement")
)
_PAGE = 1_000


def refresh_search_texts(connection: Connection) -> None:
    """Compute anew the search texts of the claims that have just been updated."""
    claim = metadata.tables["claim"]
    parts = (
        claim.c.act_code,
        claim.c.act_label,
        claim.c.category,
        claim.c.practitioner,
        claim.c.specialty,
        claim.c.line_number,
        claim.c.payment_reference,
    )
    changed = select(claim.c.id, *parts).join(CHANGED, CHANGED.c.target_id == claim.c.id)
    statement = update(claim).where(claim.c.id == bindparam("claim_id"))
    statement = statement.values(search_text=bindparam("text"))
    search_text, last = SearchTexts(), 0
    in_order = changed.order_by(claim.c.id).limit(_PAGE)
    while rows := connection.execute(in_order.where(claim.c.id > last)).all():
        texts = [{"claim_id": row[0], "text": search_text(*row[1:])} for row in rows]
        connection.execute(statement, texts)
        last = rows[-1][0]
