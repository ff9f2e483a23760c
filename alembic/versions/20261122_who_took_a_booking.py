"""who took a booking"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "20261122h"
down_revision = "20261122d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "phone_fingerprint",
                sqlmodel.sql.sqltypes.AutoString(length=64),
                nullable=False,
                server_default="",
            )
        )
        batch_op.add_column(
            sa.Column("browser_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True)
        )
        batch_op.create_index(batch_op.f("ix_booking_browser_hash"), ["browser_hash"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_booking_phone_fingerprint"), ["phone_fingerprint"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_booking_phone_fingerprint"))
        batch_op.drop_index(batch_op.f("ix_booking_browser_hash"))
        batch_op.drop_column("browser_hash")
        batch_op.drop_column("phone_fingerprint")
