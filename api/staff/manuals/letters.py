"""Letters about a revision, to whoever has to act next or wrote it, in the language of whoever caused them."""

from fastapi import BackgroundTasks, Request
from sqlalchemy.orm import Session

from api.pages.languages import language_of, prefix_of
from api.staff.access import SignedIn
from api.staff.manuals.addresses import revision_path
from api.staff.not_kept import is_for_staff
from api.staff.site_address import site_address
from geo.manual_revisions.models import ManualRevision
from geo.manual_revisions.whom_to_tell import find_whom_to_tell
from geo.settings import Settings
from geo.staff.letters import Letter, send_letter
from geo.words import N_, translate

_SUBJECTS = {
    "send": N_("A manual waits for your review: {title}"),
    "approve_1": N_("A manual waits for your approval: {title}"),
    "return": N_("Your manual was returned: {title}"),
    "approve_2": N_("Your manual is published: {title}"),
    "discard": N_("Your draft was discarded: {title}"),
    "take_up": N_("Your draft was taken up again: {title}"),
}
_BODIES = {
    "send": N_("Revision {number} of the manual “{title}” was sent for approval by {by}.\n\n{link}"),
    "approve_1": N_("Revision {number} of the manual “{title}” was approved for its agency by {by}.\n\n{link}"),
    "return": N_("Revision {number} of the manual “{title}” was returned by {by}:\n\n{comment}\n\n{link}"),
    "approve_2": N_("Revision {number} of the manual “{title}” was approved by {by} and is published.\n\n{link}"),
    "discard": N_(
        "Revision {number} of the manual “{title}” was discarded by {by}. It is kept and can be taken up again."
        "\n\n{link}"
    ),
    "take_up": N_("Revision {number} of the manual “{title}” was taken up again by {by}.\n\n{link}"),
}
_DISCARDED_BECAUSE = N_(
    "Revision {number} of the manual “{title}” was discarded by {by}. It is kept and can be taken up again."
    "\n\n{comment}\n\n{link}"
)


def tell(  # noqa: PLR0913, PLR0917
    request: Request,
    session: Session,
    settings: Settings,
    background: BackgroundTasks,
    who: SignedIn,
    revision: ManualRevision,
    done: str,
    comment: str = "",
) -> None:
    """Letters go out after the answer."""
    language = language_of(request.url.path) if is_for_staff(request.url.path) else "th"
    procedure = revision.procedure
    path = f"{prefix_of(language)}{revision_path(procedure.code, revision.number)}"
    places = {
        "title": procedure.title_th if language == "th" or not procedure.title_en else procedure.title_en,
        "number": revision.number,
        "by": who.actor.name,
        "comment": comment,
        "link": f"{site_address(request, settings) or ''}{path}",
    }
    for email, _name in find_whom_to_tell(session, revision, done, who.actor.account_id):
        subject = translate(_SUBJECTS[done], language, **places)
        body = _DISCARDED_BECAUSE if done == "discard" and comment else _BODIES[done]
        letter = Letter(email, subject, translate(body, language, **places))
        background.add_task(send_letter, settings, letter)
