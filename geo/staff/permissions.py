"""The matrix: which role may do what. `permissions.csv` is the only place where that is written down."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from geo.staff.roles import Role

_FILE = Path(__file__).with_name("permissions.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """`nobody`: without signing in; `signed_in`: with any account, a role or not; `program`: by an API token."""

    action: str
    what: str
    nobody: bool
    signed_in: bool
    roles: frozenset[Role]
    program: bool


def _read() -> dict[str, Permission]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {row["action"]: _permission(row) for row in csv.DictReader(file)}


def _permission(row: Mapping[str, str]) -> Permission:
    return Permission(
        action=row["action"],
        what=row["what"],
        nobody=row["nobody"] == "yes",
        signed_in=row["signed_in"] == "yes",
        roles=frozenset(role for role in Role if row[role] == "yes"),
        program=row["program"] == "yes",
    )


PERMISSIONS: Mapping[str, Permission] = _read()
"""By action, in the order of the file."""


def permission_of(action: str) -> Permission:
    """Raises: LookupError, a mistake of ours, when the matrix does not have the action."""
    if action not in PERMISSIONS:
        raise LookupError(f"permissions.csv has no action {action!r}")
    return PERMISSIONS[action]


def actions_for_programs() -> tuple[str, ...]:
    """What a token for a program may be made for."""
    return tuple(action for action, permission in PERMISSIONS.items() if permission.program)
