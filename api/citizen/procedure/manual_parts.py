"""The parts of a manual, each a row of a page in one language."""

from collections.abc import Collection
from dataclasses import dataclass

from api.citizen.procedure.fee_view import FeesView, fees_view
from api.citizen.procedure.manual_words import copies_in_words, time_in_words
from api.citizen.service_point.phones import Phone, parse_phones
from api.pages.phrase import Phrase, optional_phrase, phrase
from geo.manual import CHANNEL_NAMES, Channel, Complaint, Document, Form, ManualContent, Reference, Step
from geo.manual_time import duration_in_words
from geo.words import translate


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """`copies` says how many originals and copies, `no_copy` that the office may not ask for one; `key` is the same
    in every language."""

    key: str
    name: Phrase
    issuer: Phrase | None
    copies: str
    no_copy: bool
    required: bool
    note: Phrase | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRow:
    kind: str
    name: Phrase
    place: Phrase | None
    url: str | None
    hours: Phrase | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    name: Phrase
    detail: Phrase | None
    unit: Phrase | None
    duration: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A law, a form or a place to complain; `url` and `phones` where there are any."""

    name: Phrase
    url: str | None
    phones: tuple[Phone, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualView:
    summary: Phrase | None
    situations: tuple[Phrase, ...]
    conditions: tuple[Phrase, ...]
    documents: tuple[DocumentRow, ...]
    fees: FeesView
    duration: str | None
    channels: tuple[ChannelRow, ...]
    steps: tuple[StepRow, ...]
    forms: tuple[Link, ...]
    law: tuple[Link, ...]
    complaints: tuple[Link, ...]
    notes: Phrase | None


def manual_view(manual: ManualContent, language: str, *, chosen_fees: Collection[int] = ()) -> ManualView:
    """`chosen_fees` are the numbers of those that she said apply to her."""
    return ManualView(
        summary=optional_phrase(language, manual.summary_th, manual.summary_en),
        situations=tuple(phrase(language, one.text_th, one.text_en) for one in manual.situations),
        conditions=tuple(phrase(language, one.text_th, one.text_en) for one in manual.conditions),
        documents=tuple(_document(one, language) for one in manual.documents),
        fees=fees_view(manual.fees, chosen_fees, language),
        duration=time_in_words(manual, language),
        channels=tuple(_channel(one, language) for one in manual.channels),
        steps=tuple(_step(one, language) for one in manual.steps),
        forms=tuple(_link(one, language) for one in manual.forms),
        law=tuple(_link(one, language) for one in manual.law),
        complaints=tuple(_link(one, language) for one in manual.complaints),
        notes=optional_phrase(language, manual.notes_th, manual.notes_en),
    )


def _document(document: Document, language: str) -> DocumentRow:
    return DocumentRow(
        key=document.name_th,
        name=phrase(language, document.name_th, document.name_en),
        issuer=optional_phrase(language, document.issuer_th),
        copies=copies_in_words(document, language),
        no_copy=not document.copy_needed,
        required=document.required,
        note=optional_phrase(language, document.note_th),
    )


def _channel(channel: Channel, language: str) -> ChannelRow:
    return ChannelRow(
        kind=translate(CHANNEL_NAMES[channel.kind], language),
        name=phrase(language, channel.name_th, channel.name_en),
        place=optional_phrase(language, channel.place_th),
        url=channel.url,
        hours=optional_phrase(language, channel.hours_th),
    )


def _step(step: Step, language: str) -> StepRow:
    duration = None
    if step.duration is not None and step.duration_unit is not None:
        duration = duration_in_words(step.duration, step.duration_unit, language)
    return StepRow(
        name=phrase(language, step.name_th, step.name_en),
        detail=optional_phrase(language, step.detail_th),
        unit=optional_phrase(language, step.unit_th),
        duration=duration,
    )


def _link(named: Reference | Complaint, language: str) -> Link:
    phones = parse_phones(named.phone) if isinstance(named, Complaint) else []
    url = f"/forms/{named.file}.pdf" if isinstance(named, Form) and named.file else named.url
    return Link(name=phrase(language, named.name_th, named.name_en), url=url, phones=tuple(phones))
