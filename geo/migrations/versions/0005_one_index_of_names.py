"""Names are looked up by their folded form alone: the index of the raw names goes."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # geo/nearest/filters.py reads service_point_folded_names, as geo/places/service_point_names.py does:
    # two trigram indexes of the same words cost every insert twice.
    op.execute("DROP INDEX service_point_name")


def downgrade() -> None:
    op.execute(
        "CREATE INDEX service_point_name ON service_point USING gin (name_th gin_trgm_ops, name_en gin_trgm_ops)"
    )
