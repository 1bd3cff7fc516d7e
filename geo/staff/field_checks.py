"""What staff type into the fields of a record: made clean, or refused with a sentence for each field at fault."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from geo.clean_text import clean_prose, clean_text, storable
from geo.errors import InvalidQuery
from geo.staff.errors import FieldsRefused
from geo.thai_digits import in_arabic_digits
from geo.words import N_

CODE = re.compile(r"[A-Za-z0-9._-]{1,32}")

_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]+")
_WEBSITE = re.compile(r"https?://[^\s/]+\.[^\s]+")
_YES = frozenset(["yes", "true", "1"])
_NO = frozenset(["no", "false", "0"])

Check = Callable[[object, str], object]
"""Gives the clean value of a field of this name. Raises: InvalidQuery."""


def check_fields(given: Mapping[str, object], checks: Mapping[str, Check]) -> dict[str, object]:
    """The clean values of those fields that are given. Raises: FieldsRefused with all faults."""
    faults: list[InvalidQuery] = []
    clean: dict[str, object] = {}
    for name, check in checks.items():
        if name in given:
            with collected(faults):
                clean[name] = check(given[name], name)
    if faults:
        raise FieldsRefused(faults)
    return clean


@contextmanager
def collected(faults: list[InvalidQuery]) -> Iterator[None]:
    """What is refused inside is noted, and the next check goes on."""
    try:
        yield
    except FieldsRefused as error:
        faults.extend(error.faults)
    except InvalidQuery as error:
        faults.append(error)


def text(limit: int, *, required: bool = False, lines: bool = False) -> Check:
    """On one line, or on several where `lines`; None when empty."""

    def check(value: object, field: str) -> str | None:
        given = "" if value is None else str(value)
        if not storable(given):
            raise InvalidQuery(N_("This has characters that are not text."), field=field)
        given = clean_prose(given) if lines else clean_text(given)
        if len(given) > limit:
            message = N_("Please shorten this to {limit} characters; it has {length}.")
            raise InvalidQuery(message, field=field, limit=limit, length=len(given))
        if required and not given:
            raise InvalidQuery(N_("Please fill this in."), field=field)
        return given or None

    return check


_LINE = text(200)


def code(value: object, field: str) -> str:
    given = in_arabic_digits(str(text(40, required=True)(value, field)))
    if CODE.fullmatch(given) is None:
        message = N_("'{value}' is not a code: it has 1 to 32 letters, digits, dots, hyphens or underscores.")
        raise InvalidQuery(message, field=field, value=given)
    return given


def email(value: object, field: str) -> object:
    given = _LINE(value, field)
    if given is not None and _EMAIL.fullmatch(str(given)) is None:
        raise InvalidQuery(N_("'{value}' is not an address like name@example.go.th."), field=field, value=given)
    return given


def website(value: object, field: str) -> object:
    given = text(500)(value, field)
    if given is None:
        return None
    address = str(given) if "://" in str(given) else f"https://{given}"
    if _WEBSITE.fullmatch(address) is None:
        raise InvalidQuery(N_("'{value}' is not a web address like www.example.go.th."), field=field, value=given)
    return address


def phone(value: object, field: str) -> object:
    given = _LINE(value, field)
    if given is None:
        return None
    digits = in_arabic_digits(str(given))
    if sum(character.isdigit() for character in digits) < 3:
        raise InvalidQuery(N_("'{value}' has no telephone number in it."), field=field, value=given)
    return digits


def postcode(value: object, field: str) -> object:
    given = _LINE(value, field)
    digits = in_arabic_digits(str(given)) if given is not None else None
    if digits is not None and re.fullmatch("[0-9]{5}", digits) is None:
        raise InvalidQuery(N_("'{value}' is not a postcode: it has five digits."), field=field, value=given)
    return digits


def choice(choices: Sequence[str], *, empty: str | None = None) -> Check:
    """One of the words; `empty` where none is given."""

    def check(value: object, field: str) -> str | None:
        given = _LINE(value, field)
        if given is None:
            return empty
        if given not in choices:
            message = N_("'{value}' is none of: {choices}.")
            raise InvalidQuery(message, field=field, value=given, choices=", ".join(choices))
        return str(given)

    return check


def yes_or_no(*, empty: bool | None = None) -> Check:
    def check(value: object, field: str) -> bool | None:
        if isinstance(value, bool):
            return value
        given = str(_LINE(value, field) or "").casefold()
        if given and given not in _YES | _NO:
            raise InvalidQuery(N_("'{value}' is neither yes nor no."), field=field, value=given)
        return given in _YES if given else empty

    return check
