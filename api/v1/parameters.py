"""Parameters that several routes read, checked by the core's own rules and refused in its own sentences."""

import re
import unicodedata
from datetime import datetime
from types import TracebackType
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from api.field_errors import EXAMPLE_TIME, refusal
from geo.errors import InvalidQuery, PakmudError
from geo.opening_hours import BANGKOK, HORIZON
from geo.words import N_

OLDEST_YEAR = 2000
"""Answers about the past are harmless, but calendars of holidays do not go back for ever."""


class _RefusedAsParameter:
    # not a generator with @contextmanager, which takes four times as long, and each search goes through three
    def __enter__(self) -> None:
        pass

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _at: TracebackType | None
    ) -> None:
        if isinstance(error, PakmudError):
            raise refusal(error) from error


refused_as_parameter = _RefusedAsParameter()
"""Inside a validator: errors of the core become findings about the field, collected with all others."""


def plain_text(text: str) -> str:
    """NFC with SARA AM in one piece, and without NUL, which PostgreSQL cannot even compare."""
    return unicodedata.normalize("NFC", text).replace("\0", "").replace("ํา", "ำ")


def _with_plus(text: object) -> object:
    # in a query an unescaped '+' arrives as a space: 2026-11-23T10:00:00 07:00
    return re.sub(r"(T.*) (\d\d:?\d\d)$", r"\1+\2", text) if isinstance(text, str) else text


def _instant(at: datetime) -> datetime:
    with refused_as_parameter:
        if at.tzinfo is None:
            raise InvalidQuery(N_("'at' needs a time zone, for example {example}."), field="at", example=EXAMPLE_TIME)
        # the year first: a zone cannot be applied at the ends of the calendar
        if at.year < OLDEST_YEAR or at.year > datetime.now(BANGKOK).year + 2 or at > datetime.now(BANGKOK) + HORIZON:
            raise InvalidQuery(
                N_("'at' must lie between the year {oldest} and a year from now."), field="at", oldest=OLDEST_YEAR
            )
    return at.astimezone(BANGKOK)


PlainText = Annotated[str, AfterValidator(plain_text)]

Instant = Annotated[datetime, BeforeValidator(_with_plus), AfterValidator(_instant)]
"""A time with a zone, brought to Asia/Bangkok."""
