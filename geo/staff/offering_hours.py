"""The own hours of what a service point offers, where they differ from the office's."""

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from geo.models import Offering, Procedure, Schedule, ServicePoint
from geo.opening_hours import check_opening_hours
from geo.staff import field_checks as check
from geo.staff.audit import Doer, acting, record
from geo.staff.errors import UnknownRecord
from geo.staff.schedule_rows import schedule_of
from geo.staff.service_point_edit import load_point, must_be_current, save_point, subject_of
from geo.words import Name

LOGGED_AS = "offering_hours"


@dataclass(frozen=True, slots=True)
class OfferingHours:
    """`expression` None: those of the office."""

    procedure_code: str
    title: Name
    expression: str | None


def find_offering_hours(session: Session, point: ServicePoint) -> list[OfferingHours]:
    """Of everything that the service point offers, by title."""
    return [_hours(*row) for row in session.execute(_offered(point).order_by(Procedure.title_th, Procedure.id))]


def find_one_offering_hours(session: Session, point: ServicePoint, procedure_code: str) -> OfferingHours:
    """Raises: UnknownRecord."""
    row = session.execute(_offered(point).where(Procedure.code == procedure_code)).one_or_none()
    if row is None:
        raise UnknownRecord()
    return _hours(*row)


def set_offering_hours(  # noqa: PLR0913, PLR0917 - a change of one of several
    session: Session, doer: Doer, code: str, version: int, procedure_code: str, expression: object
) -> OfferingHours:
    """`expression` None or empty: as the office. Raises: UnknownRecord, SavedByAnother, InvalidQuery."""
    point = load_point(session, code, to_change=True)
    must_be_current(point, version)
    before = find_one_offering_hours(session, point, procedure_code)
    given = check.text(800)(expression, "opening_hours")
    text = None if given is None else str(given)
    if text is not None:
        check_opening_hours(text)
    if before.expression == text:
        return before
    offering = session.scalars(
        select(Offering)
        .join(Procedure, Procedure.id == Offering.procedure_id)
        .where(Offering.service_point_id == point.id, Procedure.code == procedure_code)
    ).one()
    offering.own_schedule_id = schedule_of(session, text).id if text else None
    point.updated_by = acting(doer).name
    save_point(session, point)
    after = OfferingHours(procedure_code, before.title, text)
    record(
        session,
        doer,
        "offering.hours",
        subject_of(point),
        before={LOGGED_AS: _as_logged(before)},
        after={LOGGED_AS: _as_logged(after)},
    )
    return after


def _offered(point: ServicePoint) -> Select[str, str, str | None, str | None]:
    return (
        select(Procedure.code, Procedure.title_th, Procedure.title_en, Schedule.expression)
        .join(Offering, Offering.procedure_id == Procedure.id)
        .outerjoin(Schedule, Schedule.id == Offering.own_schedule_id)
        .where(Offering.service_point_id == point.id)
    )


def _hours(code: str, title_th: str, title_en: str | None, expression: str | None) -> OfferingHours:
    return OfferingHours(code, Name(title_th, title_en), expression)


def _as_logged(one: OfferingHours) -> dict[str, object]:
    """With its name: the log stays readable when the offering is gone."""
    return {"procedure": one.procedure_code, "title": one.title.th, "opening_hours": one.expression}
