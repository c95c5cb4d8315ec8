"""`coach keys rotate` locks everything with a new key, and whenever it is cut short everything can still be read."""

import shutil
from pathlib import Path

import pytest

from storage.database import open_database
from storage.rotation import AT_ONCE, OF_ALL, rotate
from storage.tables import META, PERSON
from storage.vault import Vault, VaultError, WrongKey, add_newest_key, load_keys
from tests.operating.conftest import Machine
from tests.operating.killing import moments
from tests.storage.practice import CLIENT_USER, KEY


def rotated(machine: Machine) -> int:
    return rotate(machine.settings.database_url, machine.settings.key_file)


def keys(machine: Machine) -> tuple[bytes, ...]:
    return load_keys(machine.settings.key_file)


def readable(machine: Machine, among: tuple[bytes, ...]) -> int:
    """How many people can be read to the end with these keys."""
    database = open_database(machine.settings.database_url, Vault(among))
    machine.practice.db = database
    people = [machine.practice.load(user) for user in (7001, CLIENT_USER)]
    return sum(person.id is not None and bool(person.profile.zone) for person in people)


def test_everything_opens_with_the_new_key_alone(machine: Machine) -> None:
    machine.practice.kept_run()
    assert rotated(machine.closed()) == 2
    (new,) = keys(machine)
    assert new != KEY
    assert readable(machine, (new,)) == 2


def test_old_key_opens_nothing_any_more(machine: Machine) -> None:
    rotated(machine.closed())
    with pytest.raises(VaultError):
        open_database(machine.settings.database_url, Vault([KEY]))
    with machine.opened().reading() as conn:
        wrapped = [*conn.scalars(PERSON.select().with_only_columns(PERSON.c.key_wrapped))]
    for each in wrapped:
        with pytest.raises(WrongKey):
            Vault([KEY]).open_client_key(each)


def test_what_the_old_key_opened_is_in_no_file(machine: Machine) -> None:
    old = [row.key_wrapped for row in machine.practice.rows(PERSON)]
    old += [row.value for row in machine.practice.rows(META) if row.key in OF_ALL]
    rotated(machine.closed())
    for file in machine.settings.data_dir.iterdir():
        assert not [each for each in old if each in file.read_bytes()]


def test_more_people_than_fit_into_one_batch_are_all_wrapped_anew(machine: Machine) -> None:
    machine.database(
        f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <= {2 * AT_ONCE}) "  # noqa: S608  # a number of ours
        "INSERT INTO person (id, role, tg_index, code, key_wrapped, profile_sealed, session_sealed, chat_sealed, "
        "reachable, settled, created_at) SELECT id || i, role, id || i, id || i, key_wrapped, profile_sealed, "
        "session_sealed, chat_sealed, reachable, settled, created_at FROM person, n WHERE role = 'therapist'"
    )
    assert rotated(machine.closed()) == 2 * AT_ONCE + 3
    vault = Vault(keys(machine))
    for row in machine.reopened().rows(PERSON):
        vault.open_client_key(row.key_wrapped)


def test_rotation_that_was_cut_short_is_ended_with_its_own_key(machine: Machine) -> None:
    add_newest_key(machine.settings.key_file)
    newest, _ = keys(machine)
    rotated(machine.closed())
    assert keys(machine) == (newest,)
    assert readable(machine, (newest,)) == 2


def test_key_that_opens_not_everybody_changes_nothing(machine: Machine) -> None:
    machine.database("UPDATE person SET key_wrapped = x'00' WHERE role = 'client'")
    before = machine.practice.rows(PERSON)
    with pytest.raises(WrongKey, match="does not open 1"):
        rotated(machine.closed())
    assert (keys(machine), machine.reopened().rows(PERSON)) == ((KEY,), before)


def test_killed_at_any_moment_everything_is_readable_and_the_next_try_ends_it(
    machine: Machine, tmp_path: Path
) -> None:
    folder = tmp_path / "machine"
    safe = tmp_path / "safe"
    machine.closed()
    for name in ("data", "key"):
        (safe / name).parent.mkdir(exist_ok=True)
        shutil.move(tmp_path / name, safe / name)
    machine.settings = machine.settings.model_copy(
        update={
            "data_dir": folder / "data",
            "key_file": folder / "key",
            "database_url": f"sqlite:///{folder / 'data' / 'coach.db'}",
        }
    )

    def afresh() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(safe, folder)

    left = set()
    for _ in moments(folder, lambda: rotated(machine), afresh):
        assert readable(machine, keys(machine)) == 2
        machine.closed()
        left.add((len(keys(machine)), keys(machine)[-1] == KEY))
        rotated(machine)
        assert len(keys(machine)) == 1
        assert {file.name for file in folder.iterdir()} == {"data", "key"}
        assert readable(machine, keys(machine)) == 2
        machine.closed()
    assert {(1, True), (2, True)} <= left
