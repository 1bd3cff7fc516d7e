"""Where the citizen must go, as a sentence: procedures differ in which office may serve her."""

from geo.areas import LEVEL_NAMES
from geo.words import N_, translate

SUBJECTS = {
    "home": N_("your home is registered"),
    "land": N_("the land is"),
    "building": N_("the building is"),
    "business": N_("the business is"),
}


QUESTIONS = {
    "home": N_("Where is your home registered?"),
    "land": N_("Where is the land?"),
    "building": N_("Where is the building?"),
    "business": N_("Where is the business?"),
}

LABELS = {
    "home": N_("Your registered home"),
    "land": N_("The land"),
    "building": N_("The building"),
    "business": N_("The business"),
}


def jurisdiction_in_words(jurisdiction: str, subject: str, language: str, *, limited: bool = False) -> str:
    """`jurisdiction` and `subject` as a procedure has them (geo/models.py). `limited`: only in listed areas."""
    if jurisdiction == "anywhere" and limited:
        return translate(N_("Any office that offers it will serve you."), language)
    if jurisdiction == "anywhere":
        return translate(N_("Any office that offers it will serve you, wherever you live."), language)
    return translate(
        N_("Go to the office of the {level} where {subject}."),
        language,
        level=translate(LEVEL_NAMES[jurisdiction], language),
        subject=translate(SUBJECTS[subject], language),
    )
