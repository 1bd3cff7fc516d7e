"""Two service points that look like one, and that somebody said are two offices."""

from alembic import op

from geo.migrations.sql_file import run_sql_beside

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql_beside(__file__)


def downgrade() -> None:
    op.execute("DROP TRIGGER end_two_offices ON service_point")
    op.execute("DROP FUNCTION end_two_offices")
    op.execute("DROP TABLE two_offices")
