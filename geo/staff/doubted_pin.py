"""Is a pin that comes with other fields of a record likely wrong? Looked at before it is saved, told with what to do.

To insist on a pin that exists has a way of its own (`geo.staff.pins`): with a reason, before the central officer.
"""

from collections.abc import Mapping, Sequence
from functools import reduce

from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.errors import InvalidQuery
from geo.models import Agency, ServicePoint
from geo.pins.check import check_pin
from geo.pins.checked_pins import ProposedPin
from geo.pins.finding import PinFinding
from geo.staff.service_point_fields import position_of
from geo.words import N_, Sentence


class PinDoubted(InvalidQuery):
    """`findings`, the worst first, in one text; `may_insist`: the officer may keep the pin all the same."""

    def __init__(self, findings: Sequence[PinFinding]) -> None:
        sentences = [part for one in findings for part in (one.sentence, one.remedy.sentence)]
        whole = reduce(_one_after_another, sentences)
        super().__init__(whole.message, field="position", **whole.values)
        self.findings = tuple(findings)
        self.may_insist = all(one.may_insist for one in findings)


def check_typed_pin(
    session: Session, point: ServicePoint | None, clean: Mapping[str, object], *, insist: bool = False
) -> None:
    """`clean` as `check_point` gives it; nothing is asked where it holds no position. `point` None: a new one.

    What is only worth a look stops nobody. Raises: PinDoubted, SearchTimedOut.
    """
    position = clean.get("position")
    if not isinstance(position, LonLat):
        return
    agency = clean.get("agency")
    pin = ProposedPin(
        lon=position.lon,
        lat=position.lat,
        agency_id=agency.id if isinstance(agency, Agency) else point.agency_id if point else None,
        area_code=_text(clean, point, "subdistrict_code"),
        address_th=_text(clean, point, "address_th"),
        previous=position_of(point) if point else None,
        service_point_id=point.id if point else None,
    )
    findings = [one for one in check_pin(session, pin) if one.severity != "note" and not (insist and one.may_insist)]
    if findings:
        raise PinDoubted(findings)


def _text(clean: Mapping[str, object], point: ServicePoint | None, name: str) -> str | None:
    value = clean[name] if name in clean else getattr(point, name, None)
    return str(value) if value else None


def _one_after_another(first: Sentence, second: Sentence) -> Sentence:
    return Sentence(N_("{first} {second}"), {"first": first, "second": second})
