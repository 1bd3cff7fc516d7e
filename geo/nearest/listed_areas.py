"""A procedure may be had in listed areas only: whether an area lies in them."""

from collections.abc import Collection


def lies_in(code: str, areas: Collection[str]) -> bool | None:
    """Whether all of the area lies in one of `areas`; None: a part of it does, or may. Nothing listed: anywhere.

    All of them are codes of areas in force, whose first digits are those of the areas that hold them.
    """
    if not areas or any(code.startswith(one) for one in areas):
        return True
    return None if any(one.startswith(code) for one in areas) else False
