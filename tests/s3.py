"""A real S3 server of our own for a test: moto's, over HTTP on a free port."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
from moto.server import ThreadedMotoServer

KEY, SECRET = "AKIAPAKMUDTESTS00000", "secret-of-the-tests"
BUCKET = "pakmud"


@dataclass(frozen=True, slots=True)
class S3Server:
    endpoint: str

    def settings(self) -> dict[str, object]:
        """For `Settings`: photos go into a folder of its bucket."""
        return {
            "photo_store": f"s3://{BUCKET}/offices",
            "s3_endpoint": self.endpoint,
            "s3_access_key": KEY,
            "s3_secret_key": SECRET,
        }


@contextmanager
def s3_server() -> Iterator[S3Server]:
    """With an empty bucket; ends with the block."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        endpoint = f"http://{host}:{port}"
        signature = f"AWS4-HMAC-SHA256 Credential={KEY}/20260101/us-east-1/s3/aws4_request"
        httpx.put(f"{endpoint}/{BUCKET}", headers={"Authorization": signature}).raise_for_status()
        yield S3Server(endpoint)
    finally:
        server.stop()
