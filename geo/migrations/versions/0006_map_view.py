"""Where service points stand on maps, so that a view of any size is counted from an index alone."""

from geo.migrations.sql_file import run_sql_beside

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql_beside(__file__)


def downgrade() -> None:
    raise NotImplementedError("the older trigger of offerings is gone: restore a backup instead")
