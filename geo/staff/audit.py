"""The audit log: who changed what, when, from where, before and after. Written here, in the change's transaction."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo.staff.actor import WHOLE_STATE, Actor, Place
from geo.staff.errors import NotSignedIn
from geo.staff.models import AuditEntry


@dataclass(frozen=True, slots=True)
class Origin:
    """From where: a kind of browser and a network, neither of which names a person."""

    device: str
    network: str


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does something, from where. `actor` None: somebody who has no account yet, or at the terminal."""

    actor: Actor | None
    origin: Origin


def acting(doer: Doer) -> Actor:
    """Whoever does what only a signed-in person can do. Raises: NotSignedIn."""
    if doer.actor is None:
        raise NotSignedIn()
    return doer.actor


AT_THE_TERMINAL = Doer(None, Origin("terminal", "-"))


@dataclass(frozen=True, slots=True)
class Subject:
    """What was changed: `kind` is a word of the glossary (service_point, person, ...), `id` its code or number."""

    kind: str
    id: str
    name: str
    place: Place = WHOLE_STATE


def record(  # noqa: PLR0913 - a line of the log has so many parts
    session: Session,
    doer: Doer,
    action: str,
    subject: Subject,
    *,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Log one change; of two mappings only what differs is kept.

    `before` None: it was made; `after` None: it is gone. The caller commits the change and its line together.
    """
    if before is not None and after is not None:
        before, after = _differing(before, after), _differing(after, before)
        if not before and not after:
            return
    actor, origin = doer.actor, doer.origin
    session.add(
        AuditEntry(
            account_id=actor.account_id if actor else None,
            account_name=actor.name if actor else "pakmud",
            program=actor.program if actor else None,
            device=origin.device,
            network=origin.network,
            action=action,
            subject_kind=subject.kind,
            subject_id=subject.id,
            subject_name=subject.name,
            agency_id=subject.place.agency_id,
            service_point_id=subject.place.service_point_id,
            before=dict(before) if before is not None else None,
            after=dict(after) if after is not None else None,
        )
    )
    session.flush()


def _differing(these: Mapping[str, object], others: Mapping[str, object]) -> dict[str, object]:
    absent = object()
    return {name: value for name, value in these.items() if others.get(name, absent) != value}
