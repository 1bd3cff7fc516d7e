"""The vectors of texts, kept in the database by what they stand for: each is computed once for all processes."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, bindparam, create_engine, text
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.finding.meaning.embedding import Embedding

Vector = NDArray[np.float16]
"""As it is stored: half floats, of length 1. Twenty thousand take 15 MB."""

_KEPT = text("SELECT digest, vector FROM finding_vector WHERE model = :model AND digest = ANY (:digests)").bindparams(
    bindparam("digests", type_=ARRAY(BYTEA))
)
_KEEP = text(
    "INSERT INTO finding_vector (model, digest, vector) VALUES (:model, :digest, :vector)"
    " ON CONFLICT (model, digest) DO NOTHING"
)
_FORGET = text(
    "DELETE FROM finding_vector WHERE made_at < now() - interval '30 days'"
    " AND NOT (model = :model AND digest = ANY (:digests))"
).bindparams(bindparam("digests", type_=ARRAY(BYTEA)))


def digest_of(normal_text: str) -> bytes:
    return sha256(normal_text.encode()).digest()[:16]


def find_vectors(session: Session | Connection, embedding: Embedding, texts: Iterable[str]) -> dict[str, Vector]:
    """The vectors that are kept, by the text in its normal form; the others are absent."""
    by_digest = {digest_of(one): one for one in texts}
    if not by_digest:
        return {}
    rows = session.execute(_KEPT, {"model": embedding.name, "digests": list(by_digest)})
    return {by_digest[bytes(digest)]: np.frombuffer(vector, "<f2") for digest, vector in rows}


def make_vectors(embedding: Embedding, texts: Sequence[str]) -> dict[str, Vector]:
    vectors = embedding.vectors_of(texts).astype("<f2")
    return dict(zip(texts, vectors, strict=True))


def keep_vectors(session: Session, embedding: Embedding, vectors: Mapping[str, Vector]) -> None:
    """For all processes, at once: in a transaction of its own, since `session` belongs to somebody who only asks.

    The connection is not from the pool, where the last free one may be the one that waits for this.
    """
    rows = [
        {"model": embedding.name, "digest": digest_of(one), "vector": vector.tobytes()}
        for one, vector in sorted(vectors.items())
    ]
    own = create_engine(session.get_bind().engine.url, poolclass=NullPool)
    with own.begin() as connection:
        connection.execute(_KEEP, rows)


def forget_vectors(session: Session, embedding: Embedding, texts_in_use: Iterable[str]) -> int:
    """Drop those older than 30 days that stand for none of these texts; returns how many. The caller commits."""
    digests = [digest_of(one) for one in texts_in_use]
    return session.execute(_FORGET, {"model": embedding.name, "digests": digests}).rowcount  # type: ignore[attr-defined, no-any-return]
