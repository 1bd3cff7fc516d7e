"""The pages of staff, in the order of the menu; each is shown to whoever may do what it is for."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from fastapi import Request

from api.pages.languages import language_of, path_in, prefix_of
from api.staff.access import SignedIn
from api.staff.csrf import form_token
from geo.words import N_, translate

_Page = tuple[str, str, str]

_GROUPS: tuple[tuple[_Page, ...], ...] = (
    (("/staff", N_("Home"), "home.see"),),
    (("/staff/service-points", N_("Service points"), "service_point.see"),),
    (("/staff/offerings", N_("Offerings"), "offering.see"),),
    (("/staff/pin-audit", N_("Pin audit"), "pin_audit.see"),),
    (
        ("/staff/procedures", N_("Procedures"), "procedure.see"),
        ("/staff/searches", N_("Unanswered searches"), "search.see"),
    ),
    (("/staff/reports", N_("Reports of errors"), "report.handle"),),
    (("/staff/data-sets", N_("Data sets"), "data_set.see"),),
    (("/staff/agencies", N_("Agencies"), "agency.see"),),
    (
        ("/staff/people", N_("People"), "people.see"),
        ("/staff/enrolment", N_("Enrolment tokens"), "enrolment.issue"),
        ("/staff/requests", N_("Requests"), "account_request.decide"),
    ),
    (("/staff/audit", N_("Audit log"), "audit.see"),),
    (("/staff/api-tokens", N_("For programs"), "api_token.manage"),),
)
"""A line of a dozen is as much as one looks through: of those that belong together the first stands for all."""


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """`below`: the other pages of its group; it leads to the first. `is_here` is that one page."""

    href: str
    name: str
    is_here: bool
    below: tuple["MenuEntry", ...] = ()

    @property
    def here(self) -> "MenuEntry | None":
        """Itself, or what is below it, where the page is one of the group's."""
        return next((entry for entry in (self, *self.below) if entry.is_here), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffFrame:
    """What surrounds a staff page. `form_token` goes into every form; `name` is empty when nobody is signed in."""

    prefix: str
    form_token: str
    name: str
    menu: tuple[MenuEntry, ...]
    citizen_home: str


def staff_frame(request: Request, who: SignedIn | None) -> StaffFrame:
    language = language_of(request.url.path)
    prefix, path = prefix_of(language), request.url.path
    return StaffFrame(
        prefix=prefix,
        form_token=form_token(request),
        name=who.actor.name if who else "",
        menu=tuple(_menu(who, path, language)) if who else (),
        citizen_home=path_in(language, "/"),
    )


def _menu(who: SignedIn, path: str, language: str) -> Iterator[MenuEntry]:
    prefix = prefix_of(language)
    for group in _GROUPS:
        entries = [
            MenuEntry(prefix + href, translate(name, language), _is_here(prefix + href, path, prefix))
            for href, name, action in group
            if who.actor.may(action)
        ]
        if entries:
            first, *others = entries
            yield replace(first, below=tuple(others))


def _is_here(href: str, path: str, prefix: str) -> bool:
    return path == href or (href != f"{prefix}/staff" and path.startswith(f"{href}/"))
