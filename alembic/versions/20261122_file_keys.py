"""file keys"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from portal.models.types import NEVER_REUSED

revision = "20261122g"
down_revision = "20261122h"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No file was taken in before: the rows of this table, if any, have no content.
    op.execute("DELETE FROM stored_file")
    # SQLite makes the table anew: numbers are not given twice there either.
    with op.batch_alter_table("stored_file", table_kwargs=NEVER_REUSED) as batch:
        text = sqlmodel.sql.sqltypes.AutoString
        batch.add_column(sa.Column("key", text(length=120), nullable=False))
        batch.add_column(sa.Column("content_key_sealed", text(), nullable=False))
        batch.create_unique_constraint("uq_stored_file_key", ["key"])


def downgrade() -> None:
    with op.batch_alter_table("stored_file", table_kwargs=NEVER_REUSED) as batch:
        batch.drop_constraint("uq_stored_file_key", type_="unique")
        batch.drop_column("content_key_sealed")
        batch.drop_column("key")
