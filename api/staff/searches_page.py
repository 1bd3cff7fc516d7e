"""What citizens looked for and did not find: words that could become common names."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.database_session import DatabaseSession
from api.pages.dates import date_in_words
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.staff.access import SignedIn, allowed
from api.staff.rendering import render_staff
from geo.finding.unanswered import KEPT_DAYS, UnansweredQuery, find_unanswered_searches
from geo.words import N_, translate

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRow:
    text: str
    count: str
    last_week: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchesPage:
    title: str
    shows_demo_data: bool
    days: int
    searches: tuple[SearchRow, ...]


@router.get("/searches")
def show_searches(
    request: Request, session: DatabaseSession, who: Annotated[SignedIn, allowed("search.see")]
) -> Response:
    language = language_of(request.url.path)
    page = SearchesPage(
        title=translate(N_("Unanswered searches"), language),
        shows_demo_data=find_demo_data(session),
        days=KEPT_DAYS,
        searches=tuple(
            SearchRow(
                text=one.text,
                count=f"{one.count:,}",
                last_week=date_in_words(one.last_week, language),
                href=f"{prefix_of(language)}/procedures",
            )
            for one in find_unanswered_searches(session, UnansweredQuery())
        ),
    )
    return render_staff(request, "staff/searches.html", page, who)
