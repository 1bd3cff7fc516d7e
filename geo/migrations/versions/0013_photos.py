"""Photos of service points: what is known of each; the pictures themselves are in a folder or an object store."""

from alembic import op

from geo.migrations.sql_file import run_sql_beside

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql_beside(__file__)


def downgrade() -> None:
    op.execute("DROP TABLE photo")
