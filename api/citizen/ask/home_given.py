"""The home (or land, building, business) that a citizen gave, as far as it leads to one area."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.citizen.ask.nearest_form import POSTCODE, NearestForm
from geo.areas import AreaName, find_area_chain
from geo.errors import InvalidQuery, UnknownArea
from geo.models import Area
from geo.nearest.competence import Home
from geo.nearest.home import AmbiguousHome, find_home
from geo.procedure_head import ProcedureHead
from geo.words import N_, Sentence

Chain = tuple[AreaName, ...]
"""An area with its parents, the province first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeGiven:
    """All empty: nothing was given, or nothing has to be.

    `home` lies in `area`; else `choices` are what was given may mean, or `error` says why it means nothing. `abolished`
    is the area that was given where that is no longer one; `postcode` what was given where it is one.
    """

    home: Home | None = None
    area: Chain = ()
    abolished: Chain = ()
    postcode: str = ""
    choices: tuple[AreaName, ...] = ()
    error: Sentence | None = None

    @property
    def is_outside(self) -> bool:
        """Of the areas where the procedure can be had."""
        return self.home is not None and not self.home.served


def find_home_given(session: Session, form: NearestForm, head: ProcedureHead) -> HomeGiven:
    """Nothing where any office may serve anybody."""
    given = form.chosen_home
    if not head.asks_for_home:
        return HomeGiven()
    if not given:
        return HomeGiven(error=Sentence(N_("A postcode has five digits.")) if form.postcode else None)
    postcode = given if POSTCODE.fullmatch(given) else ""
    abolished: Chain = ()
    try:
        abolished = () if postcode else _find_abolished(session, given)
        home = find_home(session, given, head.level, head.area_codes)
    except AmbiguousHome as error:
        around = () if postcode or abolished else tuple(find_area_chain(session, given))
        return HomeGiven(area=around, abolished=abolished, postcode=postcode, choices=tuple(error.choices))
    except (InvalidQuery, UnknownArea) as error:
        return HomeGiven(error=error.sentence)
    return HomeGiven(home=home, area=tuple(find_area_chain(session, home.code)), abolished=abolished)


def _find_abolished(session: Session, code: str) -> Chain:
    abolished = session.scalar(select(Area.code).where(Area.code == code, Area.abolished_on.is_not(None)))
    return tuple(find_area_chain(session, code)) if abolished else ()
