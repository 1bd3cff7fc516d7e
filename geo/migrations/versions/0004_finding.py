"""Finding procedures: which have changed, the vectors of their names, and what was searched for and not found."""

from alembic import op

from geo.migrations.sql_file import run_sql_beside

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql_beside(__file__)


def downgrade() -> None:
    op.execute("DROP FUNCTION finding_follows_rows, finding_follows_changed_rows, finding_follows_tags CASCADE")
    op.execute("DROP FUNCTION finding_follows")
    op.execute("DROP TABLE unanswered_search, finding_vector, finding_change")
    op.execute("DROP SEQUENCE finding_change_number")
