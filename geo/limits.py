"""How many one may ask for at once."""

from geo.errors import InvalidQuery
from geo.words import N_


def check_limit(limit: int, maximum: int) -> None:
    """Raises: InvalidQuery when it is not between 1 and `maximum`."""
    if not 1 <= limit <= maximum:
        raise InvalidQuery(
            N_("'limit' is {limit}, but must lie between 1 and {maximum}."),
            field="limit",
            limit=limit,
            maximum=maximum,
        )
