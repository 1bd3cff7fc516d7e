"""Which procedures have become part of which, as a file says it: rows may name procedures that come after them."""

from collections.abc import Iterator, Mapping

from geo.words import N_, Sentence
from ingest.kinds.check_row import RowCheck
from ingest.kinds.kind import Db, Staged
from ingest.report import Log
from ingest.row import Row

_STORED = """
SELECT p.code, q.code FROM procedure p LEFT JOIN procedure q ON q.id = p.merged_into_id
"""


class Mergers:
    """Rows that name another procedure are held back until the file has been read; the others are not."""

    def __init__(self, db: Db) -> None:
        self._into: dict[str, str | None] = dict(db.execute(_STORED).fetchall())
        self._held: dict[str, tuple[Row, str, Staged]] = {}

    def check(self, check: RowCheck, row: Row, code: str | None) -> tuple[str | None, bool | None]:
        """The code that `code` has become part of, and whether it is shown; None: the row does not say."""
        into, shown = check.code("merged_into", required=False), check.yes_or_no("shown")
        stays = into if "merged_into" in row.values else self._into.get(code or "")
        if shown and stays:
            message = N_("shown is yes, but '{code}' has become part of '{into}': an empty merged_into undoes that.")
            check.fault("shown", Sentence(message, {"code": code, "into": stays}))
        if into is not None and into == code:
            check.fault("merged_into", Sentence(N_("A procedure cannot become part of itself.")))
        return into, shown

    def pass_on(self, row: Row, code: str, into: str | None, staged: Staged) -> Iterator[Staged]:
        """The row, unless it is held back."""
        if into is not None:
            self._held[code] = (row, into, staged)
            return
        if "merged_into" in row.values or code not in self._into:
            self._into[code] = None
        yield staged

    def settled(self, log: Log) -> Iterator[Staged]:
        """The rows that were held back, without those that lead nowhere."""
        while wrong := self._wrong():
            for code, sentence in wrong.items():
                log.refuse(self._held.pop(code)[0], "merged_into", sentence)
        yield from (staged for _row, _into, staged in self._held.values())

    def _wrong(self) -> dict[str, Sentence]:
        after = self._into | {code: into for code, (_row, into, _staged) in self._held.items()}
        wrong: dict[str, Sentence] = {}
        for code, (_row, into, _staged) in self._held.items():
            if into not in after:
                wrong[code] = Sentence(N_("No procedure has the code '{code}'."), {"code": into})
            elif _leads_round(code, after):
                message = N_("What '{code}' has become part of leads round in a circle.")
                wrong[code] = Sentence(message, {"code": code})
        return wrong


def _leads_round(code: str, into: Mapping[str, str | None]) -> bool:
    """Chains are short: a procedure that became part of another seldom goes on."""
    seen: set[str] = set()
    step: str | None = code
    while step is not None:
        if step in seen:
            return True
        seen.add(step)
        step = into.get(step)
    return False
