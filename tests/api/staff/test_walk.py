"""Every staff route, asked by everybody: only what the matrix allows passes, and no route is outside the matrix."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from api.app import create_app
from api.staff.access import actions_of
from api.staff.not_kept import is_for_staff
from geo.settings import Settings
from geo.staff.permissions import PERMISSIONS, Permission
from geo.staff.roles import Role
from tests.api.staff.conftest import Examples, StaffSite
from tests.api.staff.visitor import Visitor

PEOPLE = (*(role.value for role in Role), "stranger", "removed", "")
"""`stranger` is a central officer of another department; `removed` has an account and no role; '' is nobody."""

STATE_WIDE = ("platform_admin", "opdc_officer")


@dataclass(frozen=True, slots=True)
class StaffRoute:
    """`is_about` names what its address is about: a record of our department, or nothing."""

    method: str
    path: str
    permission: Permission
    is_about: bool


def flattened(routes: list[BaseRoute]) -> Iterator[APIRoute]:
    for route in routes:
        if isinstance(route, APIRoute):
            yield route


def staff_routes() -> list[APIRoute]:
    app = create_app(Settings(_env_file=None))  # type: ignore[call-arg]
    return [route for route in flattened(app.routes) if is_for_staff(route.path)]


ROUTES = staff_routes()


def test_there_are_staff_routes() -> None:
    assert len(ROUTES) > 40


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{min(route.methods)} {route.path}")
def test_every_route_is_in_the_matrix_once(route: APIRoute) -> None:
    actions = actions_of(route.dependant)
    assert len(actions) == 1, "a staff route declares exactly one action: allowed(...) or OPEN"
    assert actions <= set(PERMISSIONS)
