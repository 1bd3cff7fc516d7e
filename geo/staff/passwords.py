"""Passwords: which are good enough, and how they are kept (argon2id)."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from geo.errors import InvalidQuery
from geo.words import N_

SHORTEST = 12
LONGEST = 200

_HARD_TO_GUESS = 3
"""Of zxcvbn's 0 to 4: withstands ten thousand million guesses."""

_READ_BY_THE_JUDGE = 60
"""Letters; zxcvbn's time grows with the square of the length."""

# OWASP's second choice (46 MiB, one pass): 47,104 KiB a sign-in, and the semaphore keeps a flood from taking it all.
_HASHER = PasswordHasher(time_cost=1, memory_cost=47_104, parallelism=1)
_AT_ONCE = BoundedSemaphore(4)

_NOBODYS_HASH = _HASHER.hash("nobody has this password")


def check_password(password: str, *about_her: str) -> None:
    """`about_her`: her name and address, which the password must not be. Raises: InvalidQuery."""
    if len(password) < SHORTEST:
        raise InvalidQuery(
            N_("The password needs at least {shortest} characters."), field="password", shortest=SHORTEST
        )
    if len(password) > LONGEST:
        raise InvalidQuery(N_("The password may have {longest} characters."), field="password", longest=LONGEST)
    if any(part and part in password.lower() for part in _parts(about_her)):
        raise InvalidQuery(N_("The password must not hold your name or e-mail address."), field="password")
    from zxcvbn import zxcvbn  # its word lists take a while to read, and few processes need them

    if zxcvbn(password[:_READ_BY_THE_JUDGE], user_inputs=["pakmud", "ปักหมุด", *about_her])["score"] < _HARD_TO_GUESS:
        raise InvalidQuery(
            N_("This password is easy to guess. Several words that have nothing to do with each other are a good one."),
            field="password",
        )


def hash_password(password: str) -> str:
    with _AT_ONCE:
        return _HASHER.hash(password)


def is_password(stored: str | None, password: str) -> bool:
    """Takes as long for an account that does not exist (`stored` None) as for one that does."""
    with _AT_ONCE:
        try:
            _HASHER.verify(stored or _NOBODYS_HASH, password[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Hashed with other parameters than today's; to be hashed anew while the password is at hand."""
    return _HASHER.check_needs_rehash(stored)


def _parts(about_her: tuple[str, ...]) -> list[str]:
    words = [word for text in about_her for word in (text.lower(), *text.lower().split(), text.lower().split("@")[0])]
    return [word for word in words if len(word) >= 5]
