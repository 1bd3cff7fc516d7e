"""Who is asked the judged questions: PostgreSQL's own searches, the embedding by itself, and Pakmud."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from sqlalchemy import text
from sqlalchemy.orm import Session

from geo.finding.finder import Finder
from geo.finding.language.normal_form import normal_form
from geo.finding.language.word_list import content_words
from geo.procedure_list import ProcedureQuery

Codes = list[str]
Ask = Callable[[str], Codes]
"""Codes of procedures for a question, the best first; empty: no answer."""


@dataclass(frozen=True, slots=True)
class Contender:
    name: str
    prepare: Callable[[Session, Finder], Ask]


_ONE_TEXT_EACH = """
    CREATE TEMPORARY TABLE IF NOT EXISTS contender_text (code text, names text[], document tsvector)
"""
_FILL = text("INSERT INTO contender_text VALUES (:code, :names, to_tsvector('simple', :words))")
_FULL_TEXT = text(
    "SELECT code FROM contender_text, to_tsquery('simple', :query) query WHERE document @@ query"
    " ORDER BY ts_rank_cd(document, query, 1) DESC, code LIMIT 10"
)
_TRIGRAMS = text(
    "SELECT code FROM (SELECT code, (SELECT max(similarity(:query, name)) FROM unnest(names) name) AS near"
    " FROM contender_text) s WHERE near >= 0.3 ORDER BY near DESC, code LIMIT 10"
)


def _full_text(session: Session, finder: Finder) -> Ask:
    """Any of the words, cut by the same dictionary as Pakmud's: PostgreSQL alone sees a Thai sentence as one word."""
    _fill(session, finder)

    def ask(question: str) -> Codes:
        words = [word for word in content_words(normal_form(question)) if word.isalnum()]
        query = " | ".join(f"'{word}'" for word in words)
        return list(session.scalars(_FULL_TEXT, {"query": query})) if query else []

    return ask


def _trigrams(session: Session, finder: Finder) -> Ask:
    """The name that pg_trgm finds most similar, from its own threshold of 0.3."""
    _fill(session, finder)
    return lambda question: list(session.scalars(_TRIGRAMS, {"query": normal_form(question)}))


def _embedding(session: Session, finder: Finder) -> Ask:
    """The nearest of all names, summaries and situations by plain cosine. It answers whatever it is asked."""
    embedding = finder.catalogue.embedding
    if embedding is None:
        return lambda _question: []
    entries = list(finder.catalogue.index(session).entries())
    owned = [(entry.code, entry.vectors[one]) for entry in entries for one in entry.own_texts if one in entry.vectors]
    vectors = np.stack([vector for _code, vector in owned]).astype(np.float32)

    def ask(question: str) -> Codes:
        nearness = vectors @ embedding.vectors_of([normal_form(question)])[0]
        best = dict.fromkeys(owned[place][0] for place in np.argsort(-nearness))
        return list(best)[:10]

    return ask


def _pakmud(session: Session, finder: Finder) -> Ask:
    return lambda question: [
        match.procedure.code for match in finder.find(session, ProcedureQuery(text=question, limit=10)).matches
    ]


def _pakmud_by_spelling(session: Session, _finder: Finder) -> Ask:
    """Pakmud where the embedding is off or cannot be loaded."""
    return _pakmud(session, Finder("off"))


def _fill(session: Session, finder: Finder) -> None:
    session.execute(text(_ONE_TEXT_EACH))
    session.execute(text("TRUNCATE contender_text"))
    for entry in finder.catalogue.index(session).entries():
        texts = (*entry.normal_names, *entry.summaries, *entry.situations)
        words = " ".join(word for one in texts for word in content_words(one))
        session.execute(_FILL, {"code": entry.code, "names": list(entry.normal_names), "words": words})


CONTENDERS = (
    Contender("PostgreSQL FTS", _full_text),
    Contender("pg_trgm", _trigrams),
    Contender("embedding", _embedding),
    Contender("Pakmud, no embedding", _pakmud_by_spelling),
    Contender("Pakmud", _pakmud),
)
