"""The command that takes files out. It loads no more than it needs, so that it is over in half a second."""

import gc
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot.content.exercises import load_named
from bot.content.senses import load_senses
from bot.content.words import load_calendars, load_words
from bot.core.exercise import BadExercise, Exercise
from bot.core.library import DEFAULT_LANGUAGE
from bot.core.speech import Speech
from bot.core.words import Words
from bot.exporting import BadRange, Form, Learned, UnknownClient, Wanted, export_to_folder, read_range
from bot.settings import BadSetting, Settings
from bot.shell import now, one_line_for, settings_here
from storage.file import BadDatabase, NoDatabase
from storage.share import OtherRelease
from storage.vault import Vault, VaultError, load_keys

FORESEEN = (BadDatabase, BadExercise, BadRange, BadSetting, NoDatabase, UnknownClient, VaultError)

cli = typer.Typer(name="coach", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@cli.callback()
def coach() -> None:
    """A scripted homework coach on Telegram for the days between therapy sessions."""


@cli.command("export")
def export_command(
    client: Annotated[str, typer.Option(help="A client's code, or all.")],
    out: Annotated[Path, typer.Option(help="The folder to write into; made if it is not there.")],
    form: Annotated[Form, typer.Option("--format", help="What to write.")] = "csv",
    since: Annotated[str | None, typer.Option("--from", help="First day, such as 2026-11-01.")] = None,
    until: Annotated[
        str | None, typer.Option("--to", help="First day no longer in it. Default: everything.")
    ] = None,
    recordings: Annotated[bool, typer.Option("--recordings", help="With voice, pictures and files.")] = False,
    lock: Annotated[
        bool, typer.Option("--lock", help="As one zip, locked with a password that is asked for.")
    ] = False,
    own_copy: Annotated[
        bool,
        typer.Option(
            "--own-copy", help="All that is kept of one client, private answers too: for them alone."
        ),
    ] = False,
) -> None:
    """Write what clients shared, as files. Runs beside a running coach."""
    if own_copy:
        _own_copy(client, out, is_whole=since is until is None, lock=lock)
        return
    with one_line_for(FORESEEN):
        settings = settings_here()
        span = read_range(since, until, settings.time_zone, now())
        if not settings.database_path.exists():
            raise NoDatabase(f"{settings.database_path}: there is no database yet; `coach run` makes one")
        wanted = Wanted(
            client=client,
            form=form,
            span=span,
            at=now(),
            learn=_learn,
            speak=partial(_speak, settings),
            data=settings.data_dir if recordings else None,
            password=_password() if lock else "",
            watch=_show_progress,
        )
        # Rows hold hardly any cycles, and looking for some after every few of them takes a tenth of the time.
        gc.freeze()
        gc.set_threshold(50_000, 20, 20)
        for path in _export(settings, wanted, out):
            typer.echo(path)


def _own_copy(client: str, out: Path, *, is_whole: bool, lock: bool) -> None:
    # Everything that can be said is needed for it, and loading that takes what this command otherwise does without.
    from bot.own_copies import BAD_CONTENT, write_own_copy  # noqa: PLC0415  # needed by whoever wants this copy

    with one_line_for((*FORESEEN, *BAD_CONTENT)):
        if not is_whole or client.strip().casefold() == "all":
            raise BadRange("--own-copy is everything of one client: it takes neither dates nor all")
        typer.echo(write_own_copy(settings_here(), client, out, now(), _password() if lock else ""))


def _export(settings: Settings, wanted: Wanted, out: Path) -> tuple[Path, ...]:
    vault = Vault(load_keys(settings.key_file))
    try:
        return export_to_folder(settings.database_url, vault, wanted, out)
    except OtherRelease:
        # Bringing it up to date takes what this command otherwise does without.
        from bot.opening import open_existing  # noqa: PLC0415  # needed only where the database is of another release

        open_existing(settings).close()
        return export_to_folder(settings.database_url, vault, wanted, out)


def _learn(names: frozenset[str]) -> Learned:
    exercises = load_named(names)
    draws = any(each.form == "noticing" for each in exercises)
    return exercises, list(load_senses().values()) if draws else []


def _speak(settings: Settings, exercises: Sequence[Exercise]) -> Speech:
    """The practice's language and clock."""
    language, calendars = settings.bot_language, load_calendars()
    return Speech(
        language=language,
        zone=settings.time_zone,
        calendar=calendars.get(language) or calendars[DEFAULT_LANGUAGE],
        exercises={(each.language, each.id): each for each in exercises},
        words=load_words([language]).get(language, Words()),
    )


def _password() -> str:
    typed: str = typer.prompt("Password for the zip", hide_input=True, confirmation_prompt=True, err=True)
    if len(typed) < 8:
        raise BadRange("--lock takes a password of 8 characters or more")
    return typed


def _show_progress(done: int, everyone: int) -> None:
    if everyone > 1 and sys.stderr.isatty():
        typer.echo(f"\r{done} of {everyone}", nl=done == everyone, err=True)
