"""The commands: every failure that can be foreseen is one line on standard error and a non-zero exit."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot import operating
from bot.content.exercise_table import as_markdown
from bot.content.exercises import load_exercise, load_exercises
from bot.content.library import load_library
from bot.content.preview import as_html
from bot.content.zones import BadPlaces
from bot.core.exercise import BadExercise
from bot.core.helplines import BadHelpLines
from bot.core.library import Practice
from bot.core.safety import BadRules
from bot.core.senses import BadSenses
from bot.core.summary import BadWording
from bot.export_command import export_command
from bot.exporting import BadRange
from bot.opening import open_as_it_is, open_or_make
from bot.restoring import restore_backup
from bot.settings import BadSetting
from bot.shell import now, one_line_for, settings_here, stop
from bot.therapists_command import cli as therapists
from bot.wire.failures import Refused, Stopped, Unreachable
from storage import store
from storage.backup import BackupRefused, back_up
from storage.database import AlreadyRunning, file_lock
from storage.file import BadDatabase, NoDatabase
from storage.rotation import rotate
from storage.vault import VaultError
from storage.writer import NotStored, not_stored

FORESEEN = (
    AlreadyRunning,
    BackupRefused,
    BadDatabase,
    BadExercise,
    BadHelpLines,
    BadPlaces,
    BadRange,
    BadRules,
    BadSenses,
    BadSetting,
    BadWording,
    NoDatabase,
    NotStored,
    Refused,
    Stopped,
    Unreachable,
    VaultError,
)
"""What can go wrong without anything being broken: each of these carries its one line."""

cli = typer.Typer(
    name="coach",
    help="A scripted homework coach on Telegram for the days between therapy sessions.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
exercises = typer.Typer(
    help="The exercises: what there is, and whether a file of your own is sound.", no_args_is_help=True
)
cli.add_typer(exercises, name="exercises")
keys = typer.Typer(help="The key that everything in the database is locked with.", no_args_is_help=True)
cli.add_typer(keys, name="keys")
cli.add_typer(therapists, name="therapists")


@cli.command()
def run() -> None:
    """Run the coach: on Telegram with BOT_TOKEN, without it as practice on the phone page."""
    # python-telegram-bot takes a third of a second to load: commands that call nobody do without.
    from bot import serving  # noqa: PLC0415  # python-telegram-bot loads slowly, and most commands call nobody

    with one_line():
        settings = settings_here()
        if settings.bot_token is None:
            asyncio.run(serving.practice(settings, typer.echo))
        else:
            asyncio.run(serving.live(settings))


@cli.command("invite-therapist")
def invite_therapist(name: Annotated[str, typer.Option(help="How clients know the therapist.")]) -> None:
    """Print a link that lets one therapist in; good once, for seven days."""
    from bot import serving  # noqa: PLC0415  # python-telegram-bot loads slowly, and most commands call nobody

    with one_line():
        settings = settings_here()
        called = " ".join(name.split())
        if not 1 <= len(called) <= 64:
            raise BadRange("--name takes a name of 1 to 64 characters")
        username = asyncio.run(serving.username(settings))
        database = open_or_make(settings)
        with database.writing() as conn:
            code = store.make_therapist_invite(database.store, conn, called, now())
        database.close()
        typer.echo(f"https://t.me/{username}?start={code}")


cli.command("export")(export_command)


@cli.command()
def migrate() -> None:
    """Bring the database up to date. `run` does this by itself."""
    with one_line():
        open_or_make(settings_here()).close()


@cli.command()
def doctor() -> None:
    """Look everything over, one line each; ends with 1 when a promise is broken. Runs beside a running coach."""
    with one_line():
        findings = operating.doctor(settings_here(), now())
        marks = [_told(finding) for finding in findings]
        if "broken" in marks:
            raise typer.Exit(1)


@cli.command("backup")
def backup_command(
    file: Annotated[Path, typer.Argument(help="Where to write it; nothing may be there yet.")],
) -> None:
    """Copy the database to one file, beside a running coach. The key is not in it."""
    with one_line():
        settings = settings_here()
        open_as_it_is(settings).close()
        back_up(settings.database_url, file)
        typer.echo(f"{file}: written and checked.")
        typer.echo(
            "The key is not in it. Keep a copy of KEY_FILE somewhere else: without it this opens for nobody."
        )
        typer.echo(
            "Recordings are not in it either: they lie sealed in DATA_DIR/media, a folder to copy along."
        )


@cli.command("restore")
def restore_command(
    file: Annotated[Path, typer.Argument(help="A backup made by `coach backup`.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Even if there is a database; it is kept beside.")
    ] = False,
) -> None:
    """Take a backup back. What came after it is gone, and nothing that was due since is sent. Stop the coach first."""
    with one_line():
        for line in operating.told_of(restore_backup(settings_here(), file, now(), replace=replace)):
            typer.echo(line)


@keys.command("rotate")
def rotate_keys() -> None:
    """Change the key that everything is locked with. Stop the coach first; cut short, run it again."""
    with one_line():
        settings = settings_here()
        open_as_it_is(settings).close()
        with file_lock(settings.database_path):
            people = rotate(settings.database_url, settings.key_file)
        typer.echo(
            f"A new key locks everything ({people} people), and the old one is out of {settings.key_file}."
        )
        typer.echo("Copy the new key file elsewhere now. Backups made before open with the old key alone.")


@exercises.command("list")
def list_exercises() -> None:
    """Every exercise there is: code, language, id, evidence, title."""
    with one_line():
        for (language, name), each in sorted(load_exercises().items()):
            typer.echo(f"{each.code}  {language}  {name}  {each.evidence.grade}  {each.title}")


@exercises.command("check")
def check_exercises(
    path: Annotated[Path, typer.Argument(help="A file, or a folder with <language>/<id>.toml.")],
) -> None:
    """Check exercise files of your own: says path, line and reason of the first fault."""
    with one_line():
        found = list(load_exercises(path).values()) if path.is_dir() else [load_exercise(path)]
        typer.echo(f"{len(found)} sound")


@exercises.command("preview")
def preview_exercises(
    out: Annotated[Path, typer.Option("--out", help="The page to write, such as preview.html.")],
) -> None:
    """Write everything the coach can say, in every language, as one page to read and print."""
    with one_line():
        page = as_html(load_library(Practice()))
        half = out.with_name(f".{out.name}.part")
        half.write_text(page, encoding="utf-8")
        half.replace(out)
        typer.echo(out)


@exercises.command("table")
def table_of_exercises() -> None:
    """Print the exercises as tables: by moment, and all of them. docs/exercises.md is this."""
    with one_line():
        typer.echo(as_markdown(load_exercises()), nl=False)


@contextmanager
def one_line() -> Iterator[None]:
    """Turn what can be foreseen into one line on standard error and exit code 1."""
    try:
        with one_line_for(FORESEEN):
            yield
    except typer.Exit:
        raise
    except Exception as error:  # a full disk comes as whatever the database's driver raises
        if (plain := not_stored(error)) is None:
            raise
        stop(str(plain))


def _told(finding: operating.Finding) -> str:
    typer.echo(f"{finding.mark:8}{finding.words}")
    return finding.mark
