"""The roles of staff, what they are called, and which of them need an agency."""

from enum import StrEnum

from geo.words import N_


class Role(StrEnum):
    platform_admin = "platform_admin"
    opdc_officer = "opdc_officer"
    central_officer = "central_officer"
    author = "author"
    reviewer = "reviewer"
    point_officer = "point_officer"


ROLE_NAMES = {
    Role.platform_admin: N_("Platform administrator"),
    Role.opdc_officer: N_("OPDC officer"),
    Role.central_officer: N_("Central officer"),
    Role.author: N_("Manual author"),
    Role.reviewer: N_("Manual reviewer"),
    Role.point_officer: N_("Service point officer"),
}

STATE_WIDE = frozenset([Role.platform_admin, Role.opdc_officer])
"""May be given without an agency, and only by who may `people.appoint`."""
