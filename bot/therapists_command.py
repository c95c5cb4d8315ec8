"""The commands about therapists: who there is, one who leaves, and clients who are to go on with another."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from bot.exporting import UnknownClient
from bot.opening import open_existing
from bot.settings import BadSetting
from bot.shell import now, one_line_for, settings_here
from storage import store
from storage.connection import Connection
from storage.database import Database
from storage.file import BadDatabase, NoDatabase
from storage.store import Store, Therapist
from storage.vault import VaultError

cli = typer.Typer(
    help="Therapists: who there is, one who leaves, and clients who go on with another.",
    no_args_is_help=True,
)


class UnknownTherapist(Exception):
    """There is no therapist of that code, or they have left."""


FORESEEN = (BadDatabase, BadSetting, NoDatabase, UnknownClient, UnknownTherapist, VaultError)


@cli.command("list")
def list_therapists() -> None:
    """Every therapist: code, how many clients, name, and since when they have no access any more."""
    with _database() as database, database.reading() as conn:
        for each in store.therapists(database.store, conn):
            left = f"  left {each.left:%Y-%m-%d}" if each.left else ""
            typer.echo(f"{each.code}  {each.clients:4}  {each.name}{left}")


@cli.command("end")
def end(code: Annotated[str, typer.Argument(help="The code that `therapists list` shows.")]) -> None:
    """End a therapist's access at once, also beside a running coach. Their clients stay, and are told."""
    with _database() as database, database.writing() as conn:
        leaving = _named(database.store, conn, code)
        told = store.end_therapist(database.store, conn, leaving.id, now())
        typer.echo(f"{leaving.name} has no access any more; {told} clients are told.")


@cli.command("hand-over")
def hand_over(
    code: Annotated[str, typer.Argument(help="The therapist whose clients they are.")],
    to: Annotated[str, typer.Option(help="The therapist who would go on with them.")],
    client: Annotated[str, typer.Option(help="A client's code, or all.")] = "all",
) -> None:
    """Ask clients whether they go on with another therapist. Nothing changes hands before a client agrees."""
    with _database() as database, database.writing() as conn:
        keys = database.store
        current = _named(keys, conn, code, left_too=True)
        successor = _named(keys, conn, to)
        if current.id == successor.id:
            raise UnknownTherapist("--to has to be another therapist")
        asked = _clients(conn, current, client)
        store.offer(keys, conn, asked, successor.id, now())
        typer.echo(f"{len(asked)} clients are asked whether they go on with {successor.name}.")


def _clients(conn: Connection, therapist: Therapist, client: str) -> list[str]:
    under = store.clients_under(conn, therapist.id)
    if client.strip().casefold() == "all":
        return under
    found = store.find_client(conn, client)
    if found not in under:
        raise UnknownClient(f"--client: {therapist.name} has no client of that code")
    return [found]


def _named(keys: Store, conn: Connection, code: str, *, left_too: bool = False) -> Therapist:
    wanted = code.strip().upper()
    for each in store.therapists(keys, conn):
        if each.code == wanted and (left_too or each.left is None):
            return each
    raise UnknownTherapist("there is no therapist of that code; `therapists list` shows the codes")


@contextmanager
def _database() -> Iterator[Database]:
    with one_line_for(FORESEEN):
        database = open_existing(settings_here())
        try:
            yield database
        finally:
            database.close()
