"""What the audit found, kept for the staff's list: all of it by a run, one service point's when that changes."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, and_, delete, func, or_, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.models import ServicePoint
from geo.pins.audit import CONFIRM_WITHIN, AuditQuestion, find_findings
from geo.pins.finding import KINDS, Found, PinFinding, Remedy, parse_kind, rank
from geo.pins.models import PinRecord, StoredFinding
from geo.pins.neighbours import OF_NEIGHBOURS, find_neighbours
from geo.pins.sentence_json import sentence_json, sentence_of

SUPPRESSING = ("waiting", "accepted")
"""A finding that was insisted on comes back when the central officer sends it back, or when the pin moves."""

_FEW = 500
_AT_ONCE = 5_000


def replace_findings(session: Session, found: Sequence[Found]) -> int:
    """All that is kept becomes `found`; returns how many are left without those that were insisted on."""
    # Whoever looks at one service point again waits these seconds, and then finds what is written here.
    session.execute(text("LOCK TABLE pin_finding IN SHARE ROW EXCLUSIVE MODE"))
    session.execute(delete(StoredFinding))
    return _write(session, found)


def recheck_point(session: Session, code: str, confirm_within: timedelta | None = None) -> None:
    """Look at one service point again, and at what is found of its neighbours because of it.

    None: whether the pin is stale stays as it was said to be.
    """
    session.flush()
    own = frozenset(KINDS) if confirm_within is not None else frozenset(KINDS) - {"stale"}
    neighbours = find_neighbours(session, code)
    found = find_findings(
        session, AuditQuestion(codes=(code,), kinds=own, confirm_within=confirm_within or CONFIRM_WITHIN)
    )
    if neighbours:
        found += find_findings(session, AuditQuestion(codes=neighbours, kinds=OF_NEIGHBOURS))
    kept = StoredFinding.service_point_id
    before = or_(
        and_(kept.in_(_ids_of((code,))), StoredFinding.kind.in_(own)),
        and_(kept.in_(_ids_of(neighbours)), StoredFinding.kind.in_(OF_NEIGHBOURS)),
    )
    # in one order, or two of us could block each other
    session.execute(select(kept).where(before).order_by(kept, StoredFinding.kind).with_for_update())
    session.execute(delete(StoredFinding).where(before))
    _write(session, sorted(found, key=lambda one: (one[0], one[1].kind)))


def _ids_of(codes: Sequence[str]) -> Select[int]:
    return select(ServicePoint.id).where(ServicePoint.code == func.any(list(codes)))


def stored_finding(row: StoredFinding) -> PinFinding:
    proposed = None
    if row.proposed_lon is not None and row.proposed_lat is not None:
        proposed = LonLat(lon=row.proposed_lon, lat=row.proposed_lat)
    return PinFinding(
        kind=parse_kind(row.kind),
        sentence=sentence_of(row.sentence),
        remedy=Remedy(sentence_of(row.remedy), proposed),
        other_code=row.other_code,
    )


def _write(session: Session, found: Sequence[Found]) -> int:
    kept = _kept_kinds(session, found)
    rows = [_row(point_id, finding) for point_id, finding in _once(found) if finding.kind not in kept.get(point_id, ())]
    for start in range(0, len(rows), _AT_ONCE):
        session.execute(insert(StoredFinding).on_conflict_do_nothing(), rows[start : start + _AT_ONCE])
    return len(rows)


def _kept_kinds(session: Session, found: Sequence[Found]) -> dict[int, list[str]]:
    statement = select(PinRecord.service_point_id, PinRecord.kept_kinds).where(PinRecord.state.in_(SUPPRESSING))
    ids = {point_id for point_id, _ in found}
    if len(ids) <= _FEW:
        statement = statement.where(PinRecord.service_point_id == func.any(list(ids)))
    return {row.service_point_id: row.kept_kinds for row in session.execute(statement)}


def _once(found: Iterable[Found]) -> Iterator[Found]:
    """Two rules may come to the same end: abroad by the box, and by the outlines."""
    told = set()
    for point_id, finding in found:
        if (point_id, finding.kind) not in told:
            told.add((point_id, finding.kind))
            yield point_id, finding


def _row(point_id: int, finding: PinFinding) -> dict[str, Any]:
    proposed = finding.remedy.proposed
    return {
        "service_point_id": point_id,
        "kind": finding.kind,
        "urgency": rank(finding.kind),
        "sentence": sentence_json(finding.sentence),
        "remedy": sentence_json(finding.remedy.sentence),
        "proposed_lon": proposed.lon if proposed else None,
        "proposed_lat": proposed.lat if proposed else None,
        "other_code": finding.other_code,
    }
