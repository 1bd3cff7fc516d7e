"""Rows for tests: whatever a test does not name gets a plain value."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import count
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.manual_revisions.models import ManualRevision
from geo.models import Agency, CommonName, Offering, Procedure, ProcedureTag, Schedule, ServicePoint, Tag

Row = TypeVar("Row")

OFFICE_HOURS = "Mo-Fr 08:30-16:30; PH off"


class Country:
    """Makes agencies, procedures, service points and offerings in `session`, each flushed at once."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._numbers = count(1)

    def make_agency(
        self, code: str | None = None, *, parent: Agency | None = None, name_th: str = "กรมการปกครอง"
    ) -> Agency:
        agency = Agency(
            code=code or self._code("1"),
            parent_id=parent.id if parent else None,
            level="department" if parent else "ministry",
            name_th=name_th,
            name_en="Department of Provincial Administration",
        )
        return self._added(agency)

    def make_procedure(
        self,
        code: str | None = None,
        *,
        title_th: str = "การขอมีบัตรประจำตัวประชาชน",
        title_en: str | None = "Identity card",
        common_names_th: tuple[str, ...] = (),
        common_names_en: tuple[str, ...] = (),
        tags: Mapping[str, Sequence[str]] | None = None,
        manual: dict[str, object] | None = None,
        jurisdiction: str = "anywhere",
        shown: bool = True,
        agency: Agency | None = None,
    ) -> Procedure:
        procedure = self._added(
            Procedure(
                code=code or self._code("2"),
                title_th=title_th,
                title_en=title_en,
                agency_id=(agency or self._agency()).id,
                jurisdiction=jurisdiction,
                shown=shown,
            )
        )
        for language, names in (("th", common_names_th), ("en", common_names_en)):
            for position, name in enumerate(names):
                self._added(CommonName(procedure_id=procedure.id, language=language, name=name, position=position))
        for kind, labels in (tags or {}).items():
            for position, label in enumerate(labels):
                tag = self._tag(kind, label)
                self._added(ProcedureTag(procedure_id=procedure.id, tag_id=tag.id, position=position))
        if manual is not None:
            self.publish(procedure, manual)
        return procedure

    def publish(
        self,
        procedure: Procedure,
        manual: dict[str, object],
        since: date = date(2026, 1, 1),
    ) -> ManualRevision:
        """As from a file: nobody has to approve it."""
        newest = select(func.coalesce(func.max(ManualRevision.number), 0)).where(
            ManualRevision.procedure_id == procedure.id
        )
        return self._added(
            ManualRevision(
                procedure_id=procedure.id,
                number=self.session.scalars(newest).one() + 1,
                state="published",
                source="file",
                content=manual,
                effective_from=since,
                published_at=func.clock_timestamp(),
            )
        )

    def make_service_point(
        self,
        code: str | None = None,
        *,
        at: LonLat | None = LonLat(lon=100.5, lat=13.75),  # noqa: B008 - frozen
        offers: tuple[Procedure, ...] = (),
        hours: str | None = OFFICE_HOURS,
        name_th: str = "ที่ว่าการอำเภอ",
        subdistrict_code: str | None = None,
        agency: Agency | None = None,
        shown: bool = True,
    ) -> ServicePoint:
        point = self._added(
            ServicePoint(
                code=code or self._code("3"),
                agency_id=(agency or self._agency()).id,
                name_th=name_th,
                name_en="District Office",
                type="ที่ว่าการอำเภอ",
                address_th="1 ถนนสุขุมวิท",
                subdistrict_code=subdistrict_code,
                phone="0 2000 0000",
                schedule_id=self.make_schedule(hours).id if hours else None,
                shown=shown,
                location=at.as_wkt() if at else None,
                pin_method="import" if at else None,
                pinned_at=func.now() if at else None,
            )
        )
        for procedure in offers:
            self.make_offering(point, procedure)
        return point

    def make_offering(self, point: ServicePoint, procedure: Procedure, *, hours: str | None = None) -> Offering:
        own = self.make_schedule(hours).id if hours else None
        # The triggers fill in agency, schedule and location.
        return self._added(
            Offering(procedure_id=procedure.id, service_point_id=point.id, own_schedule_id=own, agency_id=0)
        )

    def make_schedule(self, expression: str) -> Schedule:
        found = self.session.scalar(select(Schedule).where(Schedule.expression == expression))
        return found or self._added(Schedule(expression=expression))

    def _tag(self, kind: str, name_th: str) -> Tag:
        found = self.session.scalar(select(Tag).where(Tag.kind == kind, Tag.name_th == name_th))
        return found or self._added(Tag(kind=kind, name_th=name_th))

    def _agency(self) -> Agency:
        return self.session.scalar(select(Agency).order_by(Agency.id).limit(1)) or self.make_agency()

    def _code(self, kind: str) -> str:
        return f"{kind}{next(self._numbers):012}"

    def _added(self, row: Row) -> Row:
        self.session.add(row)
        self.session.flush()
        return row
