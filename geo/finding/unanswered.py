"""What people searched for and did not find, so that the words they use can become common names.

Kept are a normal form and how often in which week; never who, where or when. What may name somebody is not kept: a text
with a form of address, numbers of five digits or more, an e-mail address, names of provinces and districts, long texts.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from geo.finding.language.normal_form import normal_form
from geo.finding.language.word_list import split_words
from geo.limits import check_limit
from geo.models import Area, UnansweredSearch
from geo.opening_hours import BANGKOK

KEPT_DAYS = 90
LONGEST_TEXT = 80
"""Letters of a normal form; who writes more tells a story, which may be her own."""

MAXIMUM_LIMIT = 1_000

_FORMS_OF_ADDRESS = frozenset(
    ["นาย", "นาง", "นางสาว", "ดช", "ดญ", "เด็กชาย", "เด็กหญิง", "คุณ", "mr", "mrs", "ms", "miss", "khun"]
)
_ABBREVIATED_MISS = re.compile(r"(?:^| )นส ?(?![ 0-9])")  # นส 3 is a title deed
_LONG_NUMBER = re.compile(r"\d[\d.\- ]{3,}\d")
_ADDRESS_OR_LINK = re.compile(r"\S*@\S*|https?://\S*|www\.\S*")

_COUNT = text(
    "INSERT INTO unanswered_search (week, text) VALUES (:week, :text)"
    " ON CONFLICT (week, text) DO UPDATE SET count = unanswered_search.count + 1"
)
_DROP_OLD = text("DELETE FROM unanswered_search WHERE week < :oldest")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnansweredQuery:
    """`at_least`: how often a text must have been searched for. Raises: InvalidQuery."""

    limit: int = 100
    at_least: int = 1

    def __post_init__(self) -> None:
        check_limit(self.limit, MAXIMUM_LIMIT)


@dataclass(frozen=True, slots=True)
class UnansweredText:
    """`last_week` is the Monday of the last week in which it was searched for."""

    text: str
    count: int
    last_week: date


def anonymous_text(session: Session, typed: str) -> str | None:
    """The normal form of what was typed, without numbers and places; None for what must not be kept."""
    without_links = _LONG_NUMBER.sub(" ", _ADDRESS_OR_LINK.sub(" ", typed))
    text_form = _LONG_NUMBER.sub(" ", normal_form(without_links))
    words_of = {*text_form.split(), *split_words(text_form)}
    if len(text_form) > LONGEST_TEXT or words_of & _FORMS_OF_ADDRESS or _ABBREVIATED_MISS.search(text_form):
        return None
    places = _places(session, text_form)
    words = [word for word in _words(text_form, places) if not (word.isdigit() and len(word) >= 5)]
    return " ".join("".join(words).split()) or None


def count_unanswered(engine: Engine, typed: str, now: datetime | None = None) -> None:
    """Count a search that found nothing, and drop what is older than 90 days. In a transaction of its own."""
    today = (now or datetime.now(BANGKOK)).date()
    with Session(engine) as session:
        kept = anonymous_text(session, typed)
        if kept is not None:
            session.execute(_COUNT, {"week": today - timedelta(days=today.weekday()), "text": kept})
        drop_old_unanswered(session, today)
        session.commit()


def drop_old_unanswered(session: Session, today: date) -> int:
    """Drop the weeks that began more than 90 days ago; returns how many rows. The caller commits."""
    oldest = today - timedelta(days=KEPT_DAYS)
    return session.execute(_DROP_OLD, {"oldest": oldest}).rowcount  # type: ignore[attr-defined, no-any-return]


def find_unanswered_searches(session: Session, query: UnansweredQuery) -> list[UnansweredText]:
    """Of the last 90 days, what was searched for most often first, ties by the text."""
    oldest = datetime.now(BANGKOK).date() - timedelta(days=KEPT_DAYS)
    total = func.sum(UnansweredSearch.count)
    statement = (
        select(UnansweredSearch.text, total, func.max(UnansweredSearch.week))
        .where(UnansweredSearch.week >= oldest)
        .group_by(UnansweredSearch.text)
        .having(total >= query.at_least)
        .order_by(total.desc(), UnansweredSearch.text)
        .limit(query.limit)
    )
    return [UnansweredText(*row) for row in session.execute(statement)]


def _places(session: Session, text_form: str) -> list[str]:
    """Names of provinces and districts that stand in the text, the longest first."""
    statement = select(Area.name_th, func.lower(Area.name_en)).where(
        Area.level.in_(("province", "district")),
        func.length(Area.name_th) > 3,
        func.strpos(text_form, Area.name_th).bool_op(">")(0)
        | func.strpos(text_form, func.lower(func.coalesce(Area.name_en, "?"))).bool_op(">")(0),
    )
    found = {name for row in session.execute(statement) for name in row if name and name in text_form}
    return sorted(found, key=lambda name: (-len(name), name))


def _words(text_form: str, places: list[str]) -> list[str]:
    for place in places:
        text_form = text_form.replace(place, " ")
    return re.findall(r"\S+|\s+", text_form)
