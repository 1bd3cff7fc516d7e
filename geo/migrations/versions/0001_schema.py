"""The first schema: areas, agencies, service points, procedures, manuals, offerings."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    for extension in ("postgis", "btree_gist", "pg_trgm"):
        op.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    # The driver itself, not op.execute: the file holds several statements and colons that are no parameters.
    op.get_bind().exec_driver_sql(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute(
        "DROP TABLE offering, manual, procedure_tag, tag, common_name, procedure, service_point, schedule, agency, area"
    )
    op.execute("DROP FUNCTION findable_location, offering_repeats_its_service_point, service_point_tells_its_offerings")
