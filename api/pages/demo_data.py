"""Whether the country shown is the synthetic one, so that no page pretends otherwise."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from geo.models import ServicePoint

DEMO = "demo"


def find_demo_data(session: Session) -> bool:
    """Whether any service point was made by the demo country."""
    return bool(session.scalar(select(exists().where(ServicePoint.pin_method == DEMO))))
