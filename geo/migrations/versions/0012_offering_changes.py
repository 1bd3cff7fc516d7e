"""What was linked and taken away together, exactly, so that it can be undone as a whole."""

from alembic import op

from geo.migrations.sql_file import run_sql_beside

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql_beside(__file__)


def downgrade() -> None:
    op.execute("DROP TABLE offering_last_change, offering_change_set, offering_change")
    op.execute("DROP FUNCTION offering_changes_are_append_only")
