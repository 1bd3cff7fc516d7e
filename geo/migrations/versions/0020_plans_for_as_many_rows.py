"""Triggers that compare what was with what is plan that for as many rows as there are."""

from geo.migrations.sql_file import run_sql_beside

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql_beside(__file__)


def downgrade() -> None:
    """Nothing: the functions do what they did before, and sooner."""
