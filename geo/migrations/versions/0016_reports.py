"""Citizens say what is wrong in a manual, and staff answer; files of manuals wait for their import."""

from alembic import op

from geo.migrations.sql_file import run_sql_beside

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql_beside(__file__)


def downgrade() -> None:
    op.execute("DROP TABLE manual_report, form_key, manual_upload")
