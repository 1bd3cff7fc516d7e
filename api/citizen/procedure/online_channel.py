"""Where a procedure is done online: the link, and the site that it leads to."""

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class OnlineChannel:
    """`host` is shown beside the link: whose site it is, whatever the rest of the address says."""

    url: str
    host: str


def online_channel(url: str | None) -> OnlineChannel | None:
    """None where there is none, or where the address is no web address."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return OnlineChannel(url, host) if host and parts.scheme in {"http", "https"} else None
