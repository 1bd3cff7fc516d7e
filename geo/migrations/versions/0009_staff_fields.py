"""What staff say of agencies and service points besides, who changed it last, and a version for each change."""

from alembic import op

from geo.migrations.sql_file import run_sql_beside

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql_beside(__file__)


def downgrade() -> None:
    op.execute("DROP INDEX service_point_changed, service_point_by_name, service_point_hidden_names")
    for table in ("agency", "service_point"):
        op.execute(f"DROP TRIGGER {table}_counts_its_versions ON {table}")
    op.execute("DROP FUNCTION count_version")
    op.execute(
        "ALTER TABLE service_point DROP COLUMN address_en, DROP COLUMN website, DROP COLUMN registered_email,"
        " DROP COLUMN petitions_email, DROP COLUMN level, DROP COLUMN important, DROP COLUMN important_kind,"
        " DROP COLUMN notes, DROP COLUMN updated_by, DROP COLUMN version"
    )
    op.execute(
        "ALTER TABLE agency DROP COLUMN shown, DROP COLUMN updated_at, DROP COLUMN updated_by, DROP COLUMN version"
    )
