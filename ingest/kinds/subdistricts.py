"""The subdistrict a file means by a code: abolished codes lead to the one that took their place."""

from dataclasses import dataclass

from geo.thai_digits import in_arabic_digits
from geo.words import N_, Sentence
from ingest.kinds.check_row import RowCheck
from ingest.kinds.kind import Db

_SUBDISTRICT_CODE_LENGTH = 6
_AREAS = "SELECT code, name_th, abolished_on IS NOT NULL, successor_codes FROM area WHERE level = 'subdistrict'"


@dataclass(frozen=True, slots=True)
class _Subdistrict:
    name_th: str
    abolished: bool
    successors: tuple[str, ...]


class Subdistricts:
    """All of the country, in force and abolished."""

    def __init__(self, db: Db) -> None:
        rows = db.execute(_AREAS).fetchall()
        self._known = {code: _Subdistrict(name, abolished, tuple(after)) for code, name, abolished, after in rows}

    def check(self, check: RowCheck, column: str) -> str | None:
        """The code of a subdistrict in force, None when the cell is empty or at fault."""
        text = check.text(column)
        if text is None:
            return None
        code = named = in_arabic_digits(text)
        passed: set[str] = set()
        while (area := self._known.get(code)) is not None and area.abolished and len(area.successors) == 1:
            passed.add(code)
            code = area.successors[0]
            if code in passed:
                break
        if area is None or area.abolished:
            check.fault(column, self._why_not(named if area is None else code, area))
            return None
        if code != named:
            message = N_("The subdistrict code {old} was abolished; {new} ({name}) was stored, which took its place.")
            check.note(column, Sentence(message, {"old": named, "new": code, "name": area.name_th}))
        return code

    def _why_not(self, code: str, area: _Subdistrict | None) -> Sentence:
        if area is not None and area.successors:
            names = [
                f"{after} ({self._known[after].name_th})" if after in self._known else after
                for after in area.successors
            ]
            message = N_("The subdistrict code {code} was abolished and divided: choose one of {choices}.")
            return Sentence(message, {"code": code, "choices": ", ".join(names)})
        if area is not None:
            return Sentence(N_("The subdistrict code {code} was abolished and nothing took its place."), {"code": code})
        if len(code) != _SUBDISTRICT_CODE_LENGTH or not code.isdigit():
            return Sentence(N_("'{code}' is not a subdistrict code: those have six digits."), {"code": code})
        return Sentence(N_("No subdistrict has the code {code}."), {"code": code})
