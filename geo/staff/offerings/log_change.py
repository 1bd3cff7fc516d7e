"""The line of the audit log for a change of offerings: one for the whole set, with the codes (decision 36)."""

from os.path import commonprefix

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.models import Agency, Procedure, ServicePoint
from geo.staff.actor import Place
from geo.staff.audit import Doer, Subject, record
from geo.staff.offerings.write_change import Part, Written
from geo.staff.service_point_edit import place_of


def log_at_point(session: Session, doer: Doer, action: str, point: ServicePoint, written: Written) -> None:
    """In the history of the service point."""
    before = {"procedures": list(written.taken.procedure_codes)}
    after = {"procedures": list(written.linked.procedure_codes)}
    subject = Subject("service_point", point.code, point.name_th, place_of(point))
    record(session, doer, action, subject, before=before, after=after)


def log_in_bulk(session: Session, doer: Doer, action: str, written: Written) -> None:
    """In the history of the procedure where it is one; readable for whoever looks after all these service points."""
    codes = sorted({*written.linked.procedure_codes, *written.taken.procedure_codes})
    point_codes = {*written.linked.point_codes, *written.taken.point_codes}
    title = session.scalar(select(Procedure.title_th).where(Procedure.code == codes[0])) or ""
    place = _common_place(session, point_codes)
    if len(codes) == 1:
        subject = Subject("procedure", codes[0], title, place)
    else:
        subject = Subject("offering_change", str(written.number), f"{title} +{len(codes) - 1}", place)
    record(session, doer, action, subject, before=_part(written.taken), after=_part(written.linked))


def _part(part: Part) -> dict[str, object]:
    return {
        "offerings": part.count,
        "procedures": list(part.procedure_codes),
        "service_points": list(part.point_codes),
    }


def _common_place(session: Session, point_codes: set[str]) -> Place:
    """The lowest agency that all these service points are below; the whole state where there is none."""
    statement = select(Agency.path).join(ServicePoint, ServicePoint.agency_id == Agency.id)
    paths = session.scalars(statement.where(ServicePoint.code.in_(point_codes)).distinct()).all()
    # of sequences of ids here, where its letter by letter is right
    return Place(tuple(commonprefix([list(path) for path in paths])))  # noqa: RUF071
