"""Checks a manual from a file against `geo.manual.ManualContent`: a sentence for each fault, and where it is."""

from pydantic import ValidationError

from geo.manual import ManualContent
from geo.manual_faults import all_storable, cleaned, faults_of
from geo.words import N_, Sentence
from ingest.kinds.check_row import RowCheck


def check_manual(check: RowCheck, column: str, value: object) -> ManualContent | None:
    """None when there is none or it is at fault."""
    if value is None:
        return None
    if not all_storable(value):
        check.fault(column, Sentence(N_("{column} has characters that are not text."), {"column": column}))
        return None
    try:
        return ManualContent.model_validate(cleaned(value))
    except ValidationError as error:
        for path, sentence in faults_of(error, column):
            check.fault(path, sentence)
        return None
