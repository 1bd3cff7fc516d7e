"""Is this pin right? Asked before it is saved, of the same rules that the audit asks of all."""

from sqlalchemy.orm import Session

from geo.pins.checked_pins import ProposedPin, proposed_pins
from geo.pins.finding import PinFinding, rank
from geo.pins.rules import PIN_RULES


def check_pin(session: Session, pin: ProposedPin, *, timeout_ms: int = 5_000) -> list[PinFinding]:
    """What is wrong with the pin, the worst first; empty when nothing is. Nothing is written.

    Raises: SearchTimedOut.
    """
    pins = proposed_pins(pin)
    found = [finding for rule in PIN_RULES for _, finding in rule.find(session, pins, timeout_ms)]
    return sorted(found, key=lambda finding: rank(finding.kind))
