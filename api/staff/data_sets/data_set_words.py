"""What states, jobs and changes of data sets are called, and one of them as a line of a list."""

from dataclasses import dataclass
from datetime import datetime

from api.pages.dates import clock_time, date_in_words
from api.pages.languages import prefix_of
from geo.opening_hours import BANGKOK
from geo.words import N_, translate
from ingest.data_sets.find_data_sets import DataSetLine
from ingest.data_sets.sentence_json import sentence_of
from ingest.data_sets.set_kind import SET_KINDS

STATE_NAMES = {
    "new": N_("waiting to be checked"),
    "refused": N_("cannot be read"),
    "ready": N_("ready to look at"),
    "active": N_("activated"),
    "rolled_back": N_("rolled back"),
    "discarded": N_("discarded"),
}

BUSY_NAMES = {
    "validate": N_("is being checked"),
    "activate": N_("is being activated"),
    "roll_back": N_("is being rolled back"),
}

STOPPED_NAMES = {"died": N_("was interrupted"), "failed": N_("did not succeed")}

_LOOKS = {"ready": "by_appointment", "active": "open", "refused": "closed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSetRowLine:
    """`look` is how its tag is coloured; `said` is empty where the state says all."""

    href: str
    file_name: str
    kind: str
    agency: str
    uploaded: str
    uploaded_by: str
    state: str
    look: str
    counts: str
    said: str


def row_line(one: DataSetLine, language: str) -> DataSetRowLine:
    return DataSetRowLine(
        href=f"{prefix_of(language)}/staff/data-sets/{one.id}",
        file_name=one.file_name,
        kind=translate(SET_KINDS[one.kind].name, language),
        agency=one.agency.render(language) if one.agency else translate(N_("the whole state"), language),
        uploaded=moment(one.uploaded_at, language),
        uploaded_by=one.uploaded_by,
        state=state_in_words(one, language),
        look=look_of(one),
        counts=_counts(one, language),
        said=sentence_of(one.said).render(language) if one.said else "",
    )


def state_in_words(one: DataSetLine, language: str) -> str:
    if one.is_busy and one.job is not None:
        return translate(BUSY_NAMES[one.job], language)
    if one.job_state is not None:
        return translate(STOPPED_NAMES[one.job_state], language)
    return translate(STATE_NAMES[one.state], language)


def look_of(one: DataSetLine) -> str:
    if one.is_busy:
        return "by_appointment"
    return "closed" if one.job_state is not None else _LOOKS.get(one.state, "unknown")


def moment(at: datetime, language: str) -> str:
    """'21 พฤศจิกายน 2569 20:15'."""
    local = at.astimezone(BANGKOK)
    return f"{date_in_words(local.date(), language)} {clock_time(local)}"


def _counts(one: DataSetLine, language: str) -> str:
    if one.previewed_at is None:
        return ""
    message = N_("{new} new, {changed} changed, {gone} gone, {refused} refused")
    counts = {"new": one.new, "changed": one.changed, "gone": one.gone, "refused": one.refused}
    return translate(message, language, **{name: f"{count:,}" for name, count in counts.items()})
