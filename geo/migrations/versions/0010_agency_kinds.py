"""What kind of body an agency is, which part of the state it belongs to, and the field it works in."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # codes of geo/agency_kinds.csv, which changes without a migration; no index: the state has thousands, not millions
    op.execute("ALTER TABLE agency ADD COLUMN type text, ADD COLUMN subtype text, ADD COLUMN category text")


def downgrade() -> None:
    op.execute("ALTER TABLE agency DROP COLUMN type, DROP COLUMN subtype, DROP COLUMN category")
