"""What a cell of a sheet holds, which has no lists and no yes or no of its own."""


def cell_text(value: object) -> object:
    """A list as its parts with spaces between, true and false in small letters; anything else as it is."""
    if isinstance(value, list):
        return " ".join(map(str, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return value
