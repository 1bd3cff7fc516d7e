"""What is refused to people who write and approve manuals."""

from geo.errors import PakmudError
from geo.staff.errors import NotAllowed
from geo.words import N_, Sentence


class RevisionStandsElsewhere(PakmudError):
    """What was wanted cannot be done with a revision in this state; `standing` is one of `STANDING_NAMES`."""

    def __init__(self, standing: str) -> None:
        super().__init__(N_("This cannot be done now: the revision is “{state}”."), state=Sentence(standing))


class AlreadyBegun(PakmudError):
    def __init__(self, number: int, by: str | None) -> None:
        super().__init__(
            N_("Revision {number} is being worked on already, begun by {by}."),
            number=number,
            by=by or Sentence(N_("a file that was loaded")),
        )
        self.number = number


class OwnWork(NotAllowed):
    """Four eyes: whoever wrote any of it cannot approve it."""

    def __init__(self) -> None:
        PakmudError.__init__(self, N_("You wrote some of this revision yourself: somebody else has to approve it."))


class ApprovedAlready(NotAllowed):
    def __init__(self) -> None:
        PakmudError.__init__(self, N_("You gave the first approval: somebody else has to give the second."))
