"""Every pin that a service point has had, what was insisted on, and what the last audit of all pins found."""

from alembic import op

from geo.migrations.sql_file import run_sql_beside

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql_beside(__file__)


def downgrade() -> None:
    op.execute("DROP INDEX service_point_unconfirmed")
    op.execute("DROP TRIGGER keep_pin_history ON service_point")
    op.execute("DROP FUNCTION keep_pin_history")
    op.execute("DROP TABLE pin_audit_run, pin_finding, pin_history")
