"""The kinds of offices that the Thai state has, and the area each serves: the list is `service_point_types.csv`."""

import csv
from functools import cache
from importlib.resources import files

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geo.models import ServicePointType

TypeRow = tuple[str, str, str | None]
"""Thai name, English name, and the level of the area served; None where it depends on the procedure."""


def load_service_point_types(session: Session) -> None:
    """Bring the types to the list; those that it does not have stay as they are."""
    stored = {row.name_th: (row.name_th, row.name_en, row.serves) for row in session.execute(_STORED)}
    changed = [row for row in listed_types() if stored.get(row[0]) != row]
    if not changed:  # or every service point would look again, be it about nothing
        return
    statement = insert(ServicePointType).values(changed)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[ServicePointType.name_th],
            set_={"name_en": statement.excluded.name_en, "serves": statement.excluded.serves},
        )
    )


@cache
def listed_types() -> tuple[TypeRow, ...]:
    """In the order of the file."""
    with (files("geo") / "service_point_types.csv").open(encoding="utf-8") as lines:
        return tuple((row["name_th"], row["name_en"], row["serves"] or None) for row in csv.DictReader(lines))


_STORED = select(ServicePointType.name_th, ServicePointType.name_en, ServicePointType.serves)
