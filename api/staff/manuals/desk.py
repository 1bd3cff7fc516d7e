"""Where the pages of a revision are answered: with what was sent."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from starlette.responses import Response

from api.pages.languages import language_of
from api.staff.access import SignedIn, allowed
from api.staff.form_text import version_in
from api.staff.manuals.addresses import revision_path
from api.staff.manuals.revision_desk import RevisionDesk
from api.staff.procedures.procedure_head import place_of_procedure_named
from api.staff.rendering import FormErrors, see_other
from api.staff.service_points.service_point_page import Sent

Sees = Annotated[SignedIn, allowed("procedure.see", of=place_of_procedure_named)]
Writes = Annotated[SignedIn, allowed("manual.write", of=place_of_procedure_named)]
Reviews = Annotated[SignedIn, allowed("manual.review", of=place_of_procedure_named)]
Approves = Annotated[SignedIn, allowed("manual.approve", of=place_of_procedure_named)]


@dataclass(frozen=True, slots=True)
class Desk(RevisionDesk):
    """`sent` is empty where a page is only looked at."""

    sent: Sent

    @property
    def version(self) -> int:
        return version_in(self.sent)

    @property
    def comment(self) -> str:
        return self.sent.get("comment", "")

    def no_errors(self) -> FormErrors:
        return FormErrors(language_of(self.request.url.path))

    def to_revision(self) -> Response:
        """What was done is kept."""
        self.session.commit()
        response = see_other(self.request, revision_path(self.code, self.number))
        response.background = self.background
        return response


AtDesk = Annotated[Desk, Depends()]
