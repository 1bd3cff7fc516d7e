"""A look at all pins beside the answers: started by a button, or by whoever opens the list when the last one is old."""

from datetime import timedelta
from threading import Thread

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geo.pins.refresh_findings import begin_refresh, refresh_findings
from geo.settings import Settings


def start_refresh(engine: Engine, session: Session, settings: Settings, by: str | None) -> bool:
    """In a thread of this process; False where one is under way, in any process. Commits."""
    run_id = begin_refresh(session, by)
    session.commit()
    if run_id is None:
        return False
    within = timedelta(days=settings.pin_confirm_days)
    Thread(target=refresh_findings, args=(engine, run_id, within), name="pin audit", daemon=True).start()
    return True
