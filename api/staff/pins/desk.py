"""Where a pin's page is answered: the service point that the address names, and what was sent."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Request

from api.database_session import AppSettings, DatabaseSession
from api.pages.languages import language_of
from api.staff.form_text import version_in
from api.staff.rendering import FormErrors
from api.staff.service_points.service_point_page import Sent
from api.v1.parameters import PlainText


@dataclass(frozen=True, slots=True)
class Desk:
    """`sent` is empty where the page is only looked at."""

    request: Request
    session: DatabaseSession
    settings: AppSettings
    code: PlainText
    sent: Sent

    @property
    def version(self) -> int:
        return version_in(self.sent)

    @property
    def within(self) -> timedelta:
        """A pin that nobody has confirmed for so long is stale."""
        return timedelta(days=self.settings.pin_confirm_days)

    def no_errors(self) -> FormErrors:
        return FormErrors(language_of(self.request.url.path))


AtDesk = Annotated[Desk, Depends()]
