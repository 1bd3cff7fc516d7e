"""What staff ask for: upload, run again, activate, discard, roll back. The work itself is a job's."""

from collections.abc import Mapping, Sequence
from typing import IO, Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from geo.errors import InvalidQuery, PakmudError
from geo.staff.actor import Actor, Place, find_actor, place_of_agency
from geo.staff.agency_edit import load_agency
from geo.staff.audit import Doer, Origin, Subject, acting, record
from geo.staff.data_set_models import DataSet, DataSetPiece, DataSetRefusal, DataSetRow, DataSetUndo
from geo.staff.errors import FieldsRefused, NotAllowed, UnknownRecord
from geo.words import N_
from ingest.data_sets.set_kind import SET_KINDS
from ingest.data_sets.uploaded_file import check_uploaded_file, clean_file_name, keep_uploaded_file
from ingest.row import FileRefused


class NotNow(PakmudError):
    """What is asked for does not fit what the data set is at the moment."""

    def __init__(self) -> None:
        super().__init__(N_("This cannot be done to the data set as it is now. Please look at it again."))


def load_data_set(session: Session, data_set_id: int, *, to_change: bool = False) -> DataSet:
    """Raises: UnknownRecord."""
    statement = select(DataSet).where(DataSet.id == data_set_id)
    if to_change:
        statement = statement.with_for_update(of=DataSet).execution_options(populate_existing=True)
    found = session.scalar(statement)
    if found is None:
        raise UnknownRecord()
    return found


def place_of_data_set(session: Session, data_set: DataSet) -> Place:
    return place_of_agency(session, data_set.agency_id)


def upload(  # noqa: PLR0913 - a form has so many fields
    session: Session,
    doer: Doer,
    *,
    kind: str,
    agency_code: str,
    complete: bool,
    file: IO[bytes] | None,
    file_name: str | None,
) -> DataSet:
    """Taken in, and to be looked at by the next worker that is free. Raises: FieldsRefused."""
    name = clean_file_name(file_name)
    faults: list[InvalidQuery] = []
    agency_id = _agency_of(session, acting(doer), agency_code, faults)
    if kind not in SET_KINDS:
        faults.append(InvalidQuery(N_("Choose what the file is about."), field="kind"))
    elif complete and not SET_KINDS[kind].can_be_complete:
        faults.append(
            InvalidQuery(N_("Only of service points and what they offer can a file be complete."), field="complete")
        )
    elif complete and agency_id is None:
        faults.append(InvalidQuery(N_("A complete file needs the agency that it is complete for."), field="agency"))
    length = 0
    if file is None:
        faults.append(InvalidQuery(N_("Choose a file."), field="file"))
    elif kind in SET_KINDS:
        try:
            length = check_uploaded_file(file, name, kind)
        except FileRefused as error:
            values = {key: value for key, value in error.sentence.values.items() if key != "field"}
            faults.append(InvalidQuery(error.sentence.message, field="file", **values))
    if faults or file is None:
        raise FieldsRefused(faults)
    data_set = DataSet(
        kind=kind,
        agency_id=agency_id,
        complete=complete,
        file_name=name,
        file_bytes=length,
        uploaded_by=acting(doer).account_id,
        job="validate",
        job_state="waiting",
        job_by=_as_json(doer),
    )
    session.add(data_set)
    session.flush()
    number = data_set.id
    keep_uploaded_file(session, data_set, file)
    data_set = load_data_set(session, number)
    record(
        session,
        doer,
        "data_set.upload",
        subject_of(session, data_set),
        before=None,
        after={"kind": kind, "complete": complete},
    )
    return data_set


def ask_again(session: Session, doer: Doer, data_set_id: int) -> DataSet:
    """Run a job that died once more, or look at the file again. Raises: UnknownRecord, NotNow."""
    data_set = load_data_set(session, data_set_id, to_change=True)
    if data_set.job is not None and data_set.job_state in ("died", "failed"):
        _put(data_set, doer, data_set.job)
    elif data_set.job is None and data_set.state in ("ready", "refused"):
        _put(data_set, doer, "validate")
    else:
        raise NotNow
    return data_set


def ask_to_activate(session: Session, doer: Doer, data_set_id: int) -> DataSet:
    """Raises: UnknownRecord, NotNow."""
    data_set = load_data_set(session, data_set_id, to_change=True)
    if data_set.state != "ready" or data_set.job is not None or not changes_anything(data_set):
        raise NotNow
    _put(data_set, doer, "activate")
    return data_set


def ask_to_roll_back(session: Session, doer: Doer, data_set_id: int, restore: Sequence[int]) -> DataSet:
    """`restore`: see `roll_back`. Raises: UnknownRecord, NotNow."""
    data_set = load_data_set(session, data_set_id, to_change=True)
    if data_set.job is not None or not can_be_rolled_back(session, data_set):
        raise NotNow
    data_set.job_options = {"restore": list(restore)}
    _put(data_set, doer, "roll_back")
    return data_set


def discard(session: Session, doer: Doer, data_set_id: int) -> DataSet:
    """Nothing of it stays but that it was there. Raises: UnknownRecord, NotNow."""
    data_set = load_data_set(session, data_set_id, to_change=True)
    if data_set.state not in ("new", "ready", "refused") or data_set.job_state in ("waiting", "running"):
        raise NotNow
    data_set.state, data_set.job, data_set.job_state, data_set.ended_at = "discarded", None, None, func.now()
    for table in (DataSetPiece, DataSetRow, DataSetRefusal):
        session.execute(delete(table).where(table.data_set_id == data_set_id))
    record(session, doer, "data_set.discard", subject_of(session, data_set), before={}, after={"state": "discarded"})
    return data_set


def changes_anything(data_set: DataSet) -> bool:
    return bool(data_set.rows_new or data_set.rows_changed or data_set.rows_gone)


def can_be_rolled_back(session: Session, data_set: DataSet) -> bool:
    """As long as it is known how everything was before."""
    if data_set.state != "active":
        return False
    return session.scalar(select(DataSetUndo.code).where(DataSetUndo.data_set_id == data_set.id).limit(1)) is not None


def doer_of(session: Session, data_set: DataSet) -> Doer:
    """Whoever asked for the job, with the roles that she has now. Raises: NotAllowed, when the account is gone."""
    said: Mapping[str, Any] = data_set.job_by or {}
    actor = find_actor(session, int(said.get("account", 0)))
    if actor is None:
        raise NotAllowed
    program = said.get("program")
    actor = Actor(account_id=actor.account_id, name=actor.name, email=actor.email, grants=actor.grants, program=program)
    return Doer(actor, Origin(str(said.get("device", "-")), str(said.get("network", "-"))))


def subject_of(session: Session, data_set: DataSet) -> Subject:
    return Subject("data_set", str(data_set.id), data_set.file_name, place_of_data_set(session, data_set))


def forget_old_files(session: Session, days: int) -> int:
    """Of data sets that nobody activated: they are discarded, and their files are gone. Returns how many."""
    old = select(DataSet.id).where(
        DataSet.state.in_(("new", "refused", "ready")),
        DataSet.uploaded_at < func.now() - func.make_interval(0, 0, 0, days),
        func.coalesce(DataSet.job_state, "").not_in(("waiting", "running")),
    )
    ids = list(session.scalars(old.with_for_update(skip_locked=True)))
    if ids:
        for table in (DataSetPiece, DataSetRow, DataSetRefusal):
            session.execute(delete(table).where(table.data_set_id.in_(ids)))
        gone = {"state": "discarded", "job": None, "job_state": None, "ended_at": func.now()}
        session.execute(update(DataSet).where(DataSet.id.in_(ids)).values(gone))
    # what was activated or discarded needs its rows no longer than that either
    ended = select(DataSet.id).where(
        DataSet.state.in_(("active", "rolled_back")),
        func.coalesce(DataSet.ended_at, DataSet.activated_at) < func.now() - func.make_interval(0, 0, 0, days),
        DataSet.job.is_(None),
    )
    for table in (DataSetPiece, DataSetRow, DataSetRefusal):
        session.execute(delete(table).where(table.data_set_id.in_(ended)))
    return len(ids)


def _agency_of(session: Session, actor: Actor, code: str, faults: list[InvalidQuery]) -> int | None:
    """Empty: the only one there is for whoever asks, or the whole state."""
    reach = actor.reach("data_set.upload")
    if not code:
        if reach.everywhere:
            return None
        if len(reach.agency_ids) == 1:
            return reach.agency_ids[0]
        faults.append(InvalidQuery(N_("Choose the agency."), field="agency"))
        return None
    try:
        agency = load_agency(session, code)
    except UnknownRecord:
        faults.append(InvalidQuery(N_("No agency has the code '{code}'."), field="agency", code=code))
        return None
    if not actor.may("data_set.upload", Place(tuple(agency.path))):
        faults.append(InvalidQuery(N_("You do not look after this agency."), field="agency"))
    return agency.id


def _put(data_set: DataSet, doer: Doer, job: str) -> None:
    data_set.job, data_set.job_state, data_set.job_by = job, "waiting", _as_json(doer)
    data_set.progress, data_set.doing, data_set.said = 0.0, "", None


def _as_json(doer: Doer) -> dict[str, Any]:
    actor = acting(doer)
    return {
        "account": actor.account_id,
        "program": actor.program,
        "device": doer.origin.device,
        "network": doer.origin.network,
    }
