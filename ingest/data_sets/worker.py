"""The thread that works on data sets, one in each process; how several share the work is said in `jobs.py`."""

import logging
import os
from datetime import date, datetime
from threading import Event, Thread, get_native_id

from psycopg import Error as DriverError
from sqlalchemy import Connection, Engine, func
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from geo.database import reachable
from geo.errors import PakmudError
from geo.opening_hours import BANGKOK
from geo.staff.audit import Doer, acting, record
from geo.staff.data_set_models import DataSet
from geo.words import N_, Sentence
from ingest.data_sets.activate import ChangedSince, activate
from ingest.data_sets.ask import doer_of, forget_old_files, load_data_set, place_of_data_set, subject_of
from ingest.data_sets.jobs import Progress, Stopped, bury_dead_jobs, claimed_job
from ingest.data_sets.roll_back import roll_back
from ingest.data_sets.sentence_json import sentence_as_json
from ingest.data_sets.validate import validate
from ingest.row import FileRefused

LOOK_AGAIN_AFTER_S = 3.0

_log = logging.getLogger(__name__)

_ACTIONS = {"validate": "data_set.upload", "activate": "data_set.activate", "roll_back": "data_set.activate"}


class DataSetWorker:
    """A thread that takes jobs until `stop`; `wake` tells it that there is one."""

    def __init__(self, engine: Engine, *, keep_days: int) -> None:
        self._engine = engine
        self._keep_days = keep_days
        self._stop = Event()
        self._awake = Event()
        self._thread = Thread(target=self._run, name="data-sets", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        self._awake.set()

    def stop(self) -> None:
        """A job that runs is given up: it is marked so, and can be run again."""
        self._stop.set()
        self._awake.set()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        if hasattr(os, "setpriority"):
            os.setpriority(os.PRIO_PROCESS, get_native_id(), 10)  # of this thread only: whoever searches goes first
        trouble, tidied_on = "", date.min
        while not self._stop.is_set():
            self._awake.clear()
            try:
                with reachable():
                    today = datetime.now(BANGKOK).date()
                    if today != tidied_on:
                        self._tidy()
                        tidied_on = today
                    while not self._stop.is_set() and work_once(self._engine, self._stop):
                        pass
                trouble = ""
            except (SQLAlchemyError, DriverError, PakmudError) as error:
                if str(error) != trouble:  # once, not every few seconds until the database is back
                    trouble = str(error)
                    _log.warning("Data sets could not be worked on: %s", trouble)
            self._awake.wait(LOOK_AGAIN_AFTER_S)

    def _tidy(self) -> None:
        with Session(self._engine) as session:
            forget_old_files(session, self._keep_days)
            session.commit()


def work_once(engine: Engine, stop: Event) -> bool:
    """Does one job, if there is one; returns whether there was."""
    with engine.connect() as connection:
        bury_dead_jobs(connection)
        with claimed_job(connection) as data_set_id:
            if data_set_id is None:
                return False
            progress = Progress(engine, data_set_id, stop)
            try:
                _do(connection, data_set_id, progress)
            except Stopped:
                connection.rollback()
                _give_up(connection, data_set_id, "died", None)
            except PakmudError as error:
                connection.rollback()
                _give_up(connection, data_set_id, "failed", error.sentence)
            except Exception as error:
                # whatever it is, the officer is told that it failed, and the next job has its turn
                connection.rollback()
                # a driver's error may hold rows of the file, which are not for logs
                of_driver = isinstance(error, SQLAlchemyError | DriverError)
                _log.error("Data set %s: %s", data_set_id, _kind_of(error), exc_info=not of_driver)
                message = N_("Something went wrong here, and nothing was changed. Please run it again.")
                _give_up(connection, data_set_id, "failed", Sentence(message))
            finally:
                progress.close()
    return True


def _kind_of(error: Exception) -> str:
    driver = getattr(error, "orig", error)
    return f"{type(driver).__name__} {getattr(driver, 'sqlstate', None) or ''}".strip()


def _do(connection: Connection, data_set_id: int, progress: Progress) -> None:
    with Session(connection) as session:
        data_set = load_data_set(session, data_set_id)
        doer = doer_of(session, data_set)
        job = data_set.job or "validate"
        acting(doer).must(_ACTIONS[job], place_of_data_set(session, data_set))
        session.expunge_all()
        _JOBS[job](session, data_set, doer, progress)
        session.commit()


def _validate(session: Session, data_set: DataSet, doer: Doer, progress: Progress) -> None:
    try:
        preview = validate(session, data_set, acting(doer).reach("data_set.upload"), progress)
    except FileRefused as error:
        session.rollback()
        done = _done(session, data_set.id, error.named(data_set.file_name).sentence)
        done.state = "refused"
        return
    done = _done(session, data_set.id, None)
    done.said = data_set.said
    done.state, done.previewed_at = "ready", func.now()
    done.rows_read, done.rows_refused = preview.read, preview.refused
    counts = preview.counts
    done.rows_new, done.rows_changed, done.rows_unchanged = counts.new, counts.changed, counts.unchanged
    done.rows_gone, done.pins_moved, done.notes = counts.gone, counts.moved, list(preview.notes)


def _activate(session: Session, data_set: DataSet, doer: Doer, progress: Progress) -> None:
    try:
        activate(session, data_set, doer, progress)
    except ChangedSince as error:
        session.rollback()
        again = load_data_set(session, data_set.id)
        again.job, again.job_state, again.state = "validate", "waiting", "new"
        again.said = sentence_as_json(error.sentence)
        return
    done = _done(session, data_set.id, None)
    done.state, done.activated_at, done.activated_by = "active", func.now(), acting(doer).account_id
    counts = {"new": done.rows_new, "changed": done.rows_changed, "gone": done.rows_gone}
    record(session, doer, "data_set.activate", subject_of(session, done), before=None, after=counts)


def _roll_back(session: Session, data_set: DataSet, doer: Doer, progress: Progress) -> None:
    said = roll_back(session, data_set, doer, progress)
    done = _done(session, data_set.id, said)
    done.state, done.ended_at = "rolled_back", func.now()
    before, after = {"state": "active"}, {"state": "rolled_back"}
    record(session, doer, "data_set.roll_back", subject_of(session, done), before=before, after=after)


_JOBS = {"validate": _validate, "activate": _activate, "roll_back": _roll_back}


def _done(session: Session, data_set_id: int, said: Sentence | None) -> DataSet:
    data_set = load_data_set(session, data_set_id)
    data_set.job, data_set.job_state, data_set.progress, data_set.doing = None, None, 1.0, ""
    data_set.said = sentence_as_json(said) if said else None
    return data_set


def _give_up(connection: Connection, data_set_id: int, state: str, said: Sentence | None) -> None:
    with Session(connection) as session:
        data_set = load_data_set(session, data_set_id)
        data_set.job_state = state
        data_set.said = sentence_as_json(said) if said else None
        session.commit()
