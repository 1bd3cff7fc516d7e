"""Every setting, read once at the door from `PAKMUD_...` variables (and a `.env` file), then passed on as one value."""

import os
from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


def _default_home() -> Path:
    # root's own data folder is closed to the unprivileged user that the embedded server runs as.
    return Path("/var/lib/pakmud") if os.name == "posix" and os.geteuid() == 0 else user_data_path("pakmud")


class Settings(BaseSettings):
    """Frozen; a field's description is its line in the README's table."""

    model_config = SettingsConfigDict(env_prefix="PAKMUD_", env_file=".env", extra="ignore", frozen=True)

    database_url: str | None = Field(
        default=None, description="PostgreSQL to use, as a URL; without it Pakmud runs its own embedded server"
    )
    home: Path = Field(default_factory=_default_home, description="folder of the embedded server and of uploaded files")
    language: Literal["th", "en"] = Field(default="en", description="language of the terminal commands")
    search_timeout_ms: int = Field(default=2_000, gt=0, description="longest time one search may take in the database")
    pool_size: int = Field(
        default=8,
        gt=0,
        description="most database connections that each server process keeps; for searches up to 3 a core more",
    )
    public_url: str | None = Field(
        default=None, description="address people reach the site at, for canonical links; without it the request's own"
    )
    tile_url: str | None = Field(
        default=None, description="map tiles, as a URL with {z}/{x}/{y}; without it maps show area outlines"
    )
    tile_attribution: str = Field(default="", description="who made the map tiles, shown on every map")
    photo_store: str | None = Field(
        default=None,
        description="where photos are kept: `s3://bucket/folder` for any S3-compatible store; without it the folder"
        " `photos` in `PAKMUD_HOME`",
    )
    s3_endpoint: str | None = Field(
        default=None,
        description="address of the S3-compatible store, such as https://minio.example.go.th; else Amazon's",
    )
    s3_region: str = Field(default="us-east-1", description="its region")
    s3_access_key: str | None = Field(
        default=None, description="name of the key to that store; without it the machine's"
    )
    s3_secret_key: SecretStr | None = Field(default=None, description="the key itself")
    pin_confirm_days: int = Field(
        default=365, gt=0, description="days after which a pin that nobody has confirmed again is stale"
    )
    translations: Path | None = Field(
        default=None, description="folder of further languages, each a gettext catalogue such as `lo.po`"
    )
    embedding: str = Field(
        default="bundled",
        description="text embedding that finds procedures by meaning: `bundled`, `off`, or a model file on disk",
    )
    data_set_days: int = Field(
        default=30, gt=0, description="days after which an uploaded file that nobody has activated is deleted"
    )
    session_idle_minutes: int = Field(
        default=60, gt=0, description="a member of staff is signed out after so many minutes without doing anything"
    )
    session_hours: int = Field(default=12, gt=0, description="... and after so many hours in any case")
    smtp_url: str | None = Field(
        default=None,
        description="mail server, as smtp://user:password@host:587 or smtps://...; without it letters are printed",
    )
    mail_from: str = Field(default="pakmud@localhost", description="sender of letters")
    oidc_issuer: str | None = Field(
        default=None, description="OpenID Connect provider that staff may sign in with; its issuer, as it writes it"
    )
    oidc_client_id: str | None = Field(default=None, description="what the provider calls this site")
    oidc_client_secret: SecretStr | None = Field(default=None, description="this site's secret at the provider")
    oidc_name: str = Field(default="Digital ID", description="what staff call the provider")
    demo_sign_in: Literal["local", "on", "off"] = Field(
        default="local",
        description="sign-in to the demo's accounts by one click: on this machine only (`local`), `on` or `off`",
    )
