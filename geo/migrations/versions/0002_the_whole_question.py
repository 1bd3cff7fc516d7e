"""What the whole question asks about: temporary hours, holidays, areas served, equipment, and versions of the data."""

from geo.migrations.sql_file import run_sql_beside

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql_beside(__file__)


def downgrade() -> None:
    raise NotImplementedError("temporary hours have no place in the older schema: restore a backup instead")
