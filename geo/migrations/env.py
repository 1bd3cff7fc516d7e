"""Alembic's door to the schema; `geo/migrate.py` opens it with a connection that already holds the lock."""

from alembic import context
from geoalchemy2 import alembic_helpers

import geo.pins.models
import geo.staff.data_set_models
import geo.staff.models  # noqa: F401 - so that Base knows these tables, too
from geo.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # Without GeoAlchemy2's helpers autogenerate drops spatial_ref_sys and writes geometry columns it cannot read back.
    include_object=alembic_helpers.include_object,
    process_revision_directives=alembic_helpers.writer,
    render_item=alembic_helpers.render_item,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
