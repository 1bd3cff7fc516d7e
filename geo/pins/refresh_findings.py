"""All pins are looked at again, beside whatever else is going on; how far that is can be read meanwhile."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, func, or_, select, text, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from geo.errors import PakmudError
from geo.models import ServicePoint
from geo.pins.audit import AuditQuestion, count_pins, find_findings
from geo.pins.kept_findings import recheck_point, replace_findings
from geo.pins.models import PinAuditRun
from geo.pins.sentence_json import sentence_json, sentence_of
from geo.pins.stated_area import has_outlines
from geo.staff.data_set_models import DataSet
from geo.words import N_, Sentence

STALE_AFTER = timedelta(days=1)
"""Whoever opens the list then starts a new run, as after a data set. What staff change one by one is
looked at at once."""

RUN_LOCK = 7_256_685
"""Any number, the same for every process: whoever holds this advisory lock looks at all pins."""

_BEGINNING = timedelta(seconds=30)
"""How long a run may take from its line in the table to the lock; without the lock after that its process is gone."""

_MOST_RECHECKED = 500

_log = logging.getLogger(__name__)

_IS_HELD = text(
    "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = 0 AND objid = :key AND objsubid = 1"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refresh:
    """The last look at all pins that came to an end, and the one that is under way; `failed`: why the latest did not.

    `share`: 0 to 1 of the work. `is_overtaken`: a data set has changed service points since the last look began.
    """

    finished_at: datetime | None
    is_overtaken: bool
    points: int
    findings: int
    areas_drawn: bool
    is_running: bool
    doing: str | None
    share: float
    failed: Sentence | None

    def is_due(self, now: datetime) -> bool:
        if self.is_running:
            return False
        return self.finished_at is None or self.is_overtaken or self.finished_at < now - STALE_AFTER


def find_refresh(session: Session) -> Refresh:
    latest = session.scalar(select(PinAuditRun).order_by(PinAuditRun.id.desc()).limit(1))
    done = session.scalar(
        select(PinAuditRun).where(PinAuditRun.finished_at.is_not(None)).order_by(PinAuditRun.id.desc()).limit(1)
    )
    is_open = latest is not None and latest.finished_at is None and latest.failed is None
    is_running = is_open and latest is not None and _is_alive(session, latest)
    failed = sentence_of(latest.failed) if latest is not None and latest.failed is not None else None
    if is_open and not is_running:
        failed = Sentence(N_("The program was stopped while it looked at the pins."))
    return Refresh(
        finished_at=done.finished_at if done else None,
        is_overtaken=done is not None and _has_data_set_since(session, done.started_at),
        points=(done.points if done else None) or 0,
        findings=(done.findings if done else None) or 0,
        areas_drawn=bool(done and done.areas_drawn),
        is_running=is_running,
        doing=latest.doing if latest is not None and is_running else None,
        share=latest.share if latest is not None and is_running else 0.0,
        failed=failed,
    )


def begin_refresh(session: Session, by: str | None) -> int | None:
    """The number of a new run, to be given to `refresh_findings`; None where one is under way. The caller commits."""
    session.execute(text("LOCK TABLE pin_audit_run IN SHARE ROW EXCLUSIVE MODE"))  # of two at once one begins
    if find_refresh(session).is_running:
        return None
    run = PinAuditRun(started_by=by)
    session.add(run)
    session.flush()
    return run.id


def refresh_findings(engine: Engine, run_id: int, confirm_within: timedelta) -> None:
    """Do it; takes as long as `pakmud audit pins` does. What goes wrong stands in the table and in the log."""
    # one connection to the end: the lock is its own
    with engine.connect() as connection, Session(connection) as session, Session(engine) as telling:
        session.execute(text("SELECT pg_advisory_lock(:key)"), {"key": RUN_LOCK})
        try:
            _refresh(session, _teller(telling, run_id), run_id, confirm_within)
        except (PakmudError, SQLAlchemyError) as error:
            session.rollback()
            _log.warning("The pins could not be looked at: %s", error)
            reason = (
                error.sentence if isinstance(error, PakmudError) else Sentence(N_("The database stopped the work."))
            )
            telling.rollback()
            telling.execute(update(PinAuditRun).where(PinAuditRun.id == run_id).values(failed=sentence_json(reason)))
            telling.commit()
        finally:
            session.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": RUN_LOCK})


def _refresh(session: Session, tell: Callable[[str, float], None], run_id: int, confirm_within: timedelta) -> None:
    began = datetime.now(UTC)
    question = AuditQuestion(confirm_within=confirm_within)
    count, drawn = count_pins(session, question), has_outlines(session)
    session.commit()
    left = replace_findings(session, find_findings(session, question, tell))
    for code in _changed_since(session, began):
        recheck_point(session, code, confirm_within)
    session.execute(
        update(PinAuditRun)
        .where(PinAuditRun.id == run_id)
        .values(finished_at=func.clock_timestamp(), share=1.0, points=count, findings=left, areas_drawn=drawn)
    )
    session.commit()


def _has_data_set_since(session: Session, began: datetime) -> bool:
    """Whether one of service points took effect, or was taken back, after that."""
    last_effect = func.greatest(DataSet.activated_at, DataSet.ended_at)
    is_of_points = (DataSet.kind == "service-points") & DataSet.activated_at.is_not(None)
    return session.scalar(select(select(DataSet.id).where(is_of_points, last_effect > began).exists())) is True


def _changed_since(session: Session, began: datetime) -> list[str]:
    """Service points that somebody changed while all were looked at: what was found of them may be over already."""
    changed = or_(ServicePoint.updated_at >= began, ServicePoint.pin_verified_at >= began)
    return list(session.scalars(select(ServicePoint.code).where(changed).limit(_MOST_RECHECKED)))


def _teller(session: Session, run_id: int) -> Callable[[str, float], None]:
    def tell(doing: str, share: float) -> None:
        session.execute(update(PinAuditRun).where(PinAuditRun.id == run_id).values(doing=doing, share=share))
        session.commit()

    return tell


def _is_alive(session: Session, run: PinAuditRun) -> bool:
    is_new = run.started_at > datetime.now(UTC) - _BEGINNING
    return is_new or bool(session.scalar(_IS_HELD, {"key": RUN_LOCK}))
