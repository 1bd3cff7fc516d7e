"""The first schema: areas, agencies, service points, procedures, manuals, offerings."""

from alembic import op

from geo.migrations.sql_file import run_sql_beside

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    for extension in ("postgis", "btree_gist", "pg_trgm"):
        op.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    run_sql_beside(__file__)


def downgrade() -> None:
    op.execute(
        "DROP TABLE offering, manual, procedure_tag, tag, common_name, procedure, service_point, schedule, agency, area"
    )
    op.execute("DROP FUNCTION findable_location, offering_repeats_its_service_point, service_point_tells_its_offerings")
