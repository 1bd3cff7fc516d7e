"""Roles to choose from in a form: those that whoever asks may give."""

from dataclasses import dataclass

from geo.staff.actor import Actor
from geo.staff.roles import ROLE_NAMES, STATE_WIDE, Role
from geo.words import translate


@dataclass(frozen=True, slots=True)
class RoleChoice:
    value: str
    name: str


def role_choices(actor: Actor, language: str) -> tuple[RoleChoice, ...]:
    may_appoint = actor.may("people.appoint")
    return tuple(
        RoleChoice(role.value, translate(ROLE_NAMES[role], language))
        for role in Role
        if may_appoint or role not in STATE_WIDE
    )
