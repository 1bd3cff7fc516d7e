"""Data sets: a file of service points, offerings or agencies that staff upload, look at, activate and roll back."""

from alembic import op

from geo.migrations.sql_file import run_sql_beside

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql_beside(__file__)


def downgrade() -> None:
    op.execute("DROP TABLE data_set_undo, data_set_refusal, data_set_row, data_set_piece, data_set")
    op.execute("DROP FUNCTION sheet_of(service_point)")
    op.execute("DROP FUNCTION sheet_of(agency)")
    op.execute("DROP FUNCTION sheet_of_offering")
    op.execute("DROP FUNCTION sheet_changes")
