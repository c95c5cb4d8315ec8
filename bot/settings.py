"""Everything an operator can set, read from the environment and `.env` once and passed down from there."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from pydantic import BeforeValidator, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

TELEGRAM = "https://api.telegram.org"
SQLITE = "sqlite:///"
LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]


class BadSetting(Exception):
    """A variable holds something that cannot be used; the message names it in one line and never quotes it."""

    def __init__(self, variable: str, wrong: str) -> None:
        super().__init__(f"{variable} {wrong}")
        self.variable = variable


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen."""

    host: str
    port: int


def _matching(pattern: str, wrong: str) -> Callable[[str], str]:
    def check(text: str) -> str:
        if not re.fullmatch(pattern, text, re.ASCII):
            raise ValueError(wrong)
        return text

    return check


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return int(text)

    return read


def _url(text: str) -> str:
    wrong = "must be a web address such as https://coach.example"
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise ValueError(wrong) from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(wrong)
    return text.rstrip("/")


def _database(text: str) -> str:
    if re.match(r"postgres(ql)?(\+\w+)?:", text):
        raise ValueError("names PostgreSQL, which is not built yet; use sqlite:///path")
    path = text.removeprefix(SQLITE)
    if path == text or not path or path == ":memory:" or "?" in path:
        raise ValueError("must be sqlite:///path, with a file's path")
    return text


def _address(text: str) -> Address:
    found = re.fullmatch(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<host>[^\s:\[\]/]+)):(?P<port>[0-9]{1,5})", text)
    if found is None or not 1 <= int(found["port"]) <= 65535:
        raise ValueError("must be host:port, such as 127.0.0.1:8080")
    return Address(found["six"] or found["host"], int(found["port"]))


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        raise ValueError("must be a time zone's name, such as Europe/Berlin") from None


def _country(text: str) -> str:
    return _matching(r"[A-Z]{2}", "must be a country's two letters, such as US")(text.upper())


def _level(text: str) -> str:
    return _matching("DEBUG|INFO|WARNING|ERROR|CRITICAL", "must be DEBUG, INFO, WARNING, ERROR or CRITICAL")(
        text.upper()
    )


_token = _matching(
    r"[0-9]+:[A-Za-z0-9_-]+(/test)?", "does not look like a bot's token: digits, a colon, then letters"
)
_secret = _matching(r"[A-Za-z0-9_-]{1,256}", "must be 1 to 256 letters, digits, - or _")
_language = _matching(r"[a-z]{2,3}([-_][A-Za-z0-9]{2,4})?", "must be a language's code, such as en")


class Settings(BaseSettings):
    """What `load_settings` found; every field is one variable, in capitals."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="forbid",
        arbitrary_types_allowed=True,
        hide_input_in_errors=True,
        validate_default=False,
    )

    bot_token: Annotated[SecretStr | None, BeforeValidator(_token)] = None
    telegram_api_url: Annotated[str, BeforeValidator(_url)] = TELEGRAM
    database_url: Annotated[str, BeforeValidator(_database)]
    data_dir: Path
    key_file: Path
    time_zone: Annotated[ZoneInfo, BeforeValidator(_zone)]
    country: Annotated[str, BeforeValidator(_country)] = "US"
    bot_language: Annotated[str, BeforeValidator(_language)] = "en"
    webhook_url: Annotated[str | None, BeforeValidator(_url)] = None
    webhook_secret: Annotated[SecretStr | None, BeforeValidator(_secret)] = None
    listen: Annotated[Address, BeforeValidator(_address)] = Address("127.0.0.1", 8080)
    phone_port: Annotated[int, BeforeValidator(_whole(0, 65535))] = 8765
    log_level: Annotated[LogLevel, BeforeValidator(_level)] = "INFO"
    retention_days: Annotated[int, BeforeValidator(_whole(1, 36500))] = 365

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 -- pydantic-settings fixes the signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 -- as above
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 -- as above
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 -- as above
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read nothing but what `load_settings` hands over: the process's environment is an argument there."""
        return (init_settings,)

    @property
    def database_path(self) -> Path:
        """The database's file."""
        return Path(self.database_url.removeprefix(SQLITE)).absolute()

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never reach a log."""
        return tuple(kept.get_secret_value() for kept in (self.bot_token, self.webhook_secret) if kept)


def load_settings(environ: Mapping[str, str], env_file: Path | None) -> Settings:
    """Read every setting: the environment first, then `env_file`, then the defaults.

    An empty value counts as unset, a variable that is not ours as absent, a missing `env_file` as empty.

    Raises:
        BadSetting: a value cannot be used.
    """
    found = _chosen(_read(env_file)) | _chosen(environ)
    home = _home(environ)
    data_dir = _path(found.get("data_dir", "data"), home)
    key_file = _path(found["key_file"], home) if "key_file" in found else _key_place(data_dir, home)
    defaults = {"database_url": f"{SQLITE}{data_dir / 'coach.db'}", "time_zone": _machine_zone(environ)}
    values: dict[str, object] = {**defaults, **found, "data_dir": data_dir, "key_file": key_file}
    try:
        settings = Settings.model_validate(values)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False)[0]
        raise BadSetting(str(first["loc"][0]).upper(), first["msg"].removeprefix("Value error, ")) from None
    _check_together(settings)
    return settings


def _chosen(raw: Mapping[str, str | None]) -> dict[str, str]:
    names = {name.upper(): name for name in Settings.model_fields}
    return {
        names[name]: text.strip() for name, text in raw.items() if name in names and text and text.strip()
    }


def _read(env_file: Path | None) -> Mapping[str, str | None]:
    if env_file is None or not env_file.is_file():
        return {}
    try:
        return dotenv_values(env_file, interpolate=False, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise BadSetting(env_file.name, "cannot be read as text in UTF-8") from None


def _home(environ: Mapping[str, str]) -> Path | None:
    named = environ.get("HOME", "").strip()
    return Path(named) if named and Path(named).is_dir() else None


def _path(text: str, home: Path | None) -> Path:
    if home and (text == "~" or text.startswith("~/")):
        return home / text[2:]
    return Path(text).absolute()


def _key_place(data_dir: Path, home: Path | None) -> Path:
    """Outside the data folder: in the operator's home, or beside the data where there is no home to write to.

    A key file already beside the data goes first, so that a home that comes or goes does not orphan a database.
    """
    beside = data_dir.with_name(f"{data_dir.name}.key")
    if home is None or beside.exists():
        return beside
    in_home = home / ".config" / "coach" / "key"
    nearest = next(folder for folder in (in_home, *in_home.parents) if folder.exists())
    return in_home if in_home.exists() or os.access(nearest, os.W_OK | os.X_OK) else beside


def _machine_zone(environ: Mapping[str, str]) -> str:
    linked = str(Path("/etc/localtime").resolve()).partition("/zoneinfo/")[2]
    for name in (environ.get("TZ", "").lstrip(":"), linked):
        try:
            return ZoneInfo(name).key
        except (KeyError, ValueError, OSError):
            continue
    return "UTC"


def _check_together(settings: Settings) -> None:
    insecure = settings.webhook_url is not None and settings.webhook_url.startswith("http:")
    if insecure and settings.telegram_api_url == TELEGRAM:
        raise BadSetting("WEBHOOK_URL", "must begin with https://, which is all Telegram delivers to")
