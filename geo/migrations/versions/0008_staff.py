"""Staff: accounts, roles, enrolment, sign-ins, programs' tokens, and the log of who changed what."""

from alembic import op

from geo.migrations.sql_file import run_sql_beside

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql_beside(__file__)


def downgrade() -> None:
    op.execute(
        "DROP TABLE audit_log, account_request, api_token, rate_limit, provider_sign_in, password_reset, staff_device,"
        " staff_session, enrolment_token, staff_role, staff_account"
    )
    op.execute("DROP FUNCTION audit_log_is_append_only")
