"""Pins can be looked up by where they are, and two addresses compared by the building they name."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE INDEX service_point_location ON service_point USING gist (location) WHERE location IS NOT NULL"
        "  -- used by geo/pins: what else is pinned here"
    )
    # What is left of an address without floor and room, and without the areas that the building stands in.
    op.execute(r"""
        CREATE FUNCTION building_of(address text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
        RETURN nullif(btrim(regexp_replace(
            address, '\s*((^|\s)(ชั้นที่|ชั้น|ห้อง)\s*\S+|(^|\s)(ตำบล|แขวง|ต\.|อำเภอ|เขต|อ\.|จังหวัด|จ\.).*)', '', 'g')), '')
    """)


def downgrade() -> None:
    op.execute("DROP FUNCTION building_of(text)")
    op.execute("DROP INDEX service_point_location")
