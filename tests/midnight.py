"""The next day comes, as the database sees it: what was to come into force has begun, and nobody wrote anything."""

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

# Nobody can turn the clock of the server on. Triggers are off, so that nothing is told of the change: it is not one.
_STEPS = (
    "ALTER TABLE manual_revision DISABLE TRIGGER USER",
    "UPDATE manual_revision SET effective_from = (now() AT TIME ZONE 'Asia/Bangkok')::date"
    " WHERE effective_from > (now() AT TIME ZONE 'Asia/Bangkok')::date",
    "ALTER TABLE manual_revision ENABLE TRIGGER USER",
)


def let_the_next_day_come(url: str) -> None:
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        for step in _STEPS:
            connection.execute(text(step))
    engine.dispose()
