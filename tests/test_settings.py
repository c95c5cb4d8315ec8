"""What an operator sets, and what is said when it cannot be used."""

import os
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dotenv import dotenv_values

from bot.settings import Address, BadSetting, Settings, load_settings

EXAMPLE = Path(__file__).parents[1] / ".env.example"
EXPECTED = {
    "BOT_TOKEN",
    "TELEGRAM_API_URL",
    "DATABASE_URL",
    "DATA_DIR",
    "KEY_FILE",
    "TIME_ZONE",
    "COUNTRY",
    "BOT_LANGUAGE",
    "WEBHOOK_URL",
    "WEBHOOK_SECRET",
    "LISTEN",
    "PHONE_PORT",
    "LOG_LEVEL",
    "RETENTION_DAYS",
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, with the working folder somewhere else."""
    (tmp_path / "home").mkdir()
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "home"


def test_settings_are_exactly_the_ones_promised() -> None:
    assert {name.upper() for name in Settings.model_fields} == EXPECTED


def test_every_setting_stands_in_the_example() -> None:
    assert set(dotenv_values(EXAMPLE)) == EXPECTED


def test_every_setting_in_the_example_is_explained() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    for above, line in pairwise(lines):
        if not line.startswith("#") and "=" in line:
            assert above.startswith("# "), line


def test_the_example_changes_nothing(home: Path) -> None:
    environ = {"HOME": str(home)}
    assert load_settings(environ, EXAMPLE) == load_settings(environ, None)


def test_defaults_start_a_practice_coach_here(home: Path) -> None:
    settings = load_settings({"HOME": str(home), "TZ": "Asia/Tokyo"}, None)
    here = Path.cwd()
    assert settings.bot_token is None
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.data_dir == here / "data"
    assert settings.database_path == here / "data" / "coach.db"
    assert settings.key_file == home / ".config" / "coach" / "key"
    assert settings.time_zone == ZoneInfo("Asia/Tokyo")
    assert (settings.country, settings.bot_language) == ("US", "en")
    assert settings.listen == Address("127.0.0.1", 8080)
    assert (settings.phone_port, settings.retention_days, settings.log_level) == (8765, 365, "INFO")


def test_given_values_arrive_in_their_types(home: Path) -> None:
    settings = load_settings(
        {
            "HOME": str(home),
            "BOT_TOKEN": " 42:canary-token ",
            "TELEGRAM_API_URL": "http://127.0.0.1:8081/",
            "DATABASE_URL": "sqlite:////var/lib/coach/a.db",
            "DATA_DIR": "~/coach",
            "KEY_FILE": "/etc/coach.key",
            "TIME_ZONE": "Europe/Berlin",
            "COUNTRY": "de",
            "BOT_LANGUAGE": "pt-BR",
            "WEBHOOK_URL": "https://coach.example/hook",
            "WEBHOOK_SECRET": "canary_secret",
            "LISTEN": "[::1]:9000",
            "PHONE_PORT": "0",
            "LOG_LEVEL": "debug",
            "RETENTION_DAYS": "30",
        },
        None,
    )
    assert settings.secrets == ("42:canary-token", "canary_secret")
    assert settings.telegram_api_url == "http://127.0.0.1:8081"
    assert settings.database_path == Path("/var/lib/coach/a.db")
    assert (settings.data_dir, settings.key_file) == (home / "coach", Path("/etc/coach.key"))
    assert (settings.time_zone.key, settings.country, settings.bot_language) == (
        "Europe/Berlin",
        "DE",
        "pt-BR",
    )
    assert settings.webhook_url == "https://coach.example/hook"
    assert (settings.listen, settings.phone_port) == (Address("::1", 9000), 0)
    assert (settings.log_level, settings.retention_days) == ("DEBUG", 30)


def test_secrets_do_not_show_in_what_settings_print(home: Path) -> None:
    environ = {"HOME": str(home), "BOT_TOKEN": "42:canary", "WEBHOOK_SECRET": "canary"}
    assert "canary" not in repr(load_settings(environ, None))


def test_environment_wins_over_the_file(home: Path) -> None:
    (home / ".env").write_text("COUNTRY=DE\nPHONE_PORT=9000\nUNKNOWN=1\n")
    settings = load_settings({"HOME": str(home), "COUNTRY": "FR"}, home / ".env")
    assert (settings.country, settings.phone_port) == ("FR", 9000)


def test_empty_values_count_as_unset(home: Path) -> None:
    (home / ".env").write_text("COUNTRY=DE\nLISTEN=\n")
    settings = load_settings({"HOME": str(home), "COUNTRY": " ", "BOT_TOKEN": ""}, home / ".env")
    assert (settings.country, settings.bot_token) == ("DE", None)


def test_variables_are_not_read_from_anywhere_else(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTRY", "FR")
    Path(".env").write_text("COUNTRY=DE\n")
    assert load_settings({"HOME": str(home)}, None).country == "US"


def test_file_keeps_dollar_signs_as_they_are(home: Path) -> None:
    (home / ".env").write_text("COUNTRY=DE\nKEY_FILE=/keys/${COUNTRY}\n")
    assert load_settings({"HOME": str(home)}, home / ".env").key_file == Path("/keys/${COUNTRY}")


def test_missing_file_is_an_empty_one(home: Path) -> None:
    assert load_settings({"HOME": str(home)}, home / ".env").country == "US"


def test_unreadable_file_is_named(home: Path) -> None:
    (home / ".env").write_bytes(b"COUNTRY=\xff\xfe\n")
    with pytest.raises(BadSetting, match=r"^\.env cannot be read"):
        load_settings({"HOME": str(home)}, home / ".env")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_TOKEN", "canary"),
        ("BOT_TOKEN", "42:canary token"),
        ("BOT_TOKEN", "42:canary\u0661"),
        ("TELEGRAM_API_URL", "api.canary.example"),
        ("TELEGRAM_API_URL", "ftp://canary"),
        ("TELEGRAM_API_URL", "https://canary?a=b"),
        ("TELEGRAM_API_URL", "https://canary:99999"),
        ("DATABASE_URL", "postgresql://coach:canary@db/coach"),
        ("DATABASE_URL", "postgres+psycopg://coach:canary@db/coach"),
        ("DATABASE_URL", "canary.db"),
        ("DATABASE_URL", "sqlite://canary.db"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "sqlite:///canary.db?mode=ro"),
        ("TIME_ZONE", "Mars/Canary"),
        ("TIME_ZONE", "Europe"),
        ("TIME_ZONE", "../../canary"),
        ("COUNTRY", "canary"),
        ("BOT_LANGUAGE", "Canary!"),
        ("WEBHOOK_URL", "canary"),
        ("WEBHOOK_URL", "http://canary.example"),
        ("WEBHOOK_SECRET", "canary with spaces"),
        ("LISTEN", "canary"),
        ("LISTEN", ":8080"),
        ("LISTEN", "127.0.0.1:0"),
        ("LISTEN", "127.0.0.1:70000"),
        ("PHONE_PORT", "canary"),
        ("PHONE_PORT", "65536"),
        ("PHONE_PORT", "-1"),
        ("LOG_LEVEL", "canary"),
        ("RETENTION_DAYS", "0"),
        ("RETENTION_DAYS", "1.5"),
        ("RETENTION_DAYS", "999999999999"),
    ],
)
def test_unusable_value_is_named_in_one_line_and_not_quoted(home: Path, name: str, value: str) -> None:
    with pytest.raises(BadSetting) as refused:
        load_settings({"HOME": str(home), name: value}, None)
    said = str(refused.value)
    assert said.startswith(f"{name} ")
    assert refused.value.variable == name
    assert "\n" not in said
    assert "canary" not in said.lower()


def test_postgresql_is_said_to_be_unbuilt(home: Path) -> None:
    with pytest.raises(BadSetting, match="not built yet"):
        load_settings({"HOME": str(home), "DATABASE_URL": "postgresql://db/coach"}, None)


def test_plain_webhook_is_fine_for_a_server_of_ones_own(home: Path) -> None:
    environ = {
        "HOME": str(home),
        "WEBHOOK_URL": "http://127.0.0.1:9/a",
        "TELEGRAM_API_URL": "http://127.0.0.1:8",
    }
    assert load_settings(environ, None).webhook_url == "http://127.0.0.1:9/a"


@pytest.mark.parametrize("named", ["", "/nonexistent/home"])
def test_key_stands_beside_the_data_where_there_is_no_home(home: Path, named: str) -> None:
    assert load_settings({"HOME": named}, None).key_file == Path.cwd() / "data.key"
    assert home.is_dir()


def test_key_already_beside_the_data_is_found_again(home: Path) -> None:
    beside = Path.cwd() / "data.key"
    beside.write_text("")
    assert load_settings({"HOME": str(home)}, None).key_file == beside


def test_key_stands_beside_the_data_when_home_cannot_be_written(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, _mode: Path(path) != home)  # root may write anywhere
    assert load_settings({"HOME": str(home)}, None).key_file == Path.cwd() / "data.key"
    (home / ".config" / "coach").mkdir(parents=True)
    (home / ".config" / "coach" / "key").write_text("")
    assert load_settings({"HOME": str(home)}, None).key_file == home / ".config" / "coach" / "key"


def test_nonsense_in_tz_falls_back_to_a_real_zone(home: Path) -> None:
    zone = load_settings({"HOME": str(home), "TZ": "Canary/Nowhere"}, None).time_zone
    assert ZoneInfo(zone.key) == zone
