"""Uvicorn as `pakmud serve` sets it up, for any of the applications: python -m benchmarks.http_server FACTORY ..."""

import argparse

import uvicorn

from api.whole_answers import WholeAnswers

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("factory")
    parser.add_argument("--port", type=int)
    parser.add_argument("--workers", type=int)
    given = parser.parse_args()
    uvicorn.run(
        given.factory,
        factory=True,
        http=WholeAnswers,
        port=given.port,
        workers=given.workers,
        log_level="warning",
        access_log=False,
        server_header=False,
    )
