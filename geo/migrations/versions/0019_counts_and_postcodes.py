"""Indexes: how many service points an agency shows, and which areas have a postcode."""

from alembic import op

from geo.migrations.sql_file import run_sql_beside

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql_beside(__file__)


def downgrade() -> None:
    op.execute("DROP INDEX area_postcodes")
    op.execute("DROP INDEX service_point_agency")
    op.execute("CREATE INDEX service_point_agency ON service_point (agency_id)")
