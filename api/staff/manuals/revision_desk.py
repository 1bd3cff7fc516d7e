"""Where something is done with a revision, by a page or a program: which one it is, and whom to tell of it."""

from dataclasses import dataclass

from fastapi import BackgroundTasks, Request

from api.database_session import AppSettings, DatabaseSession
from api.staff.access import SignedIn
from api.staff.manuals.letters import tell
from api.v1.parameters import PlainText
from geo.manual_revisions.errors import RevisionStandsElsewhere
from geo.manual_revisions.models import ManualRevision
from geo.manual_revisions.read import STANDING_NAMES, find_revision


@dataclass(frozen=True, slots=True)
class RevisionDesk:
    """What every route about one revision takes, as a dependency; the address names `code` and `number`."""

    request: Request
    session: DatabaseSession
    settings: AppSettings
    background: BackgroundTasks
    code: PlainText
    number: int

    def must_stand(self, standing: str) -> None:
        """Raises: RevisionStandsElsewhere."""
        now = find_revision(self.session, self.code, self.number).standing
        if now != standing:
            raise RevisionStandsElsewhere(STANDING_NAMES[now])

    def tell(self, who: SignedIn, revision: ManualRevision, step: str, comment: str = "") -> None:
        """Whom it concerns gets a letter, once the answer is sent."""
        tell(self.request, self.session, self.settings, self.background, who, revision, step, comment)
