"""Where the citizen must go, as a sentence: procedures differ in which office may serve her."""

from geo.areas import LEVEL_NAMES
from geo.words import N_, translate

SUBJECTS = {
    "home": N_("your home is registered"),
    "land": N_("the land is"),
    "building": N_("the building is"),
    "business": N_("the business is"),
}


def jurisdiction_in_words(jurisdiction: str, subject: str, language: str) -> str:
    """`jurisdiction` and `subject` as a procedure has them (geo/models.py)."""
    if jurisdiction == "anywhere":
        return translate(N_("Any office that offers it will serve you, wherever you live."), language)
    return translate(
        N_("Go to the office of the {level} where {subject}."),
        language,
        level=translate(LEVEL_NAMES[jurisdiction], language),
        subject=translate(SUBJECTS[subject], language),
    )
