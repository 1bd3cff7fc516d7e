"""A migration's SQL stands in a file of its own, beside it."""

from pathlib import Path

from alembic import op


def run_sql_beside(migration: str) -> None:
    """Runs the `.sql` file with the stem of `migration`, its `__file__`."""
    # The driver itself, not op.execute: the file holds several statements, and colons and percents of its own.
    driver = op.get_bind().connection.driver_connection
    assert driver is not None  # noqa: S101 - a migration has a connection
    driver.execute(Path(migration).with_suffix(".sql").read_text(encoding="utf-8"))
