"""What waits for a member of staff. Each kind of work adds its own line here."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo.manual_revisions.waiting import count_waiting_manuals
from geo.staff.account_requests import count_open_requests
from geo.staff.actor import Actor
from geo.staff.manual_reports import ACTION, count_open_reports
from geo.staff.pins.decisions import count_insisted_pins
from geo.staff.pins.work import WorkQuery, sum_work
from geo.words import N_


@dataclass(frozen=True, slots=True)
class Waiting:
    """`message` has a place for `{count}`; `path` is the page where it is done."""

    message: str
    count: int
    path: str


def find_waiting(session: Session, actor: Actor) -> list[Waiting]:
    """Only what there is some of."""
    return [one for one in _kinds(session, actor) if one.count]


def _kinds(session: Session, actor: Actor) -> Iterator[Waiting]:
    if actor.may("account_request.decide"):
        message = N_("{count} requests for accounts to decide")
        yield Waiting(message, count_open_requests(session, actor), "/staff/requests")
    if actor.may("pin.decide"):
        message = N_("{count} pins that officers insist on, to accept or send back")
        yield Waiting(message, count_insisted_pins(session, actor, "pin.decide", "waiting"), "/staff/insisted-pins")
    if actor.may("pin.set"):
        message = N_("{count} pins that were sent back, to correct")
        yield Waiting(message, count_insisted_pins(session, actor, "pin.set", "returned"), "/staff/insisted-pins")
        message = N_("{count} findings of the pin audit")
        yield Waiting(message, sum_work(session, actor, WorkQuery())[0], "/staff/pin-audit")
    if actor.may("procedure.see"):
        manuals = count_waiting_manuals(session, actor)
        mine = "/staff/procedures?waiting=me"
        yield Waiting(N_("{count} manuals to review"), manuals.review, mine)
        yield Waiting(N_("{count} manuals to approve"), manuals.approval, mine)
        yield Waiting(N_("{count} manuals returned to you"), manuals.returned, mine)
    if actor.may(ACTION):
        message = N_("{count} reports that something is wrong in a manual")
        yield Waiting(message, count_open_reports(session, actor), "/staff/reports")
