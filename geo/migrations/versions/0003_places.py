"""Finding places: where an area lies, when the areas changed last, and service points by their names."""

from alembic import op

from geo.migrations.sql_file import run_sql_beside

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql_beside(__file__)


def downgrade() -> None:
    op.execute("ALTER TABLE service_point DROP COLUMN folded_names")
    op.execute("DROP FUNCTION folded_office_name")
    for event in ("insert", "update", "delete"):
        op.execute(f"DROP TRIGGER area_revision_after_{event} ON area")
    op.execute("DROP FUNCTION areas_changed")
    op.execute("DROP TABLE area_revision")
    op.execute("ALTER TABLE area DROP COLUMN position")
