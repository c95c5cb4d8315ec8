"""`coach doctor` says what is well, what to know and what is broken, and says nothing that anybody told the coach."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.operating import doctor
from storage.checkup import examine
from storage.database import BadDatabase, file_lock
from storage.file import NoDatabase
from storage.store import mark_failed
from storage.tables import AUDIT, METADATA
from storage.vault import VaultError
from tests.operating.conftest import Machine, settings_in
from tests.storage.practice import CLIENT_USER, NOW, said

PAGE = 4096
LATER = NOW + timedelta(days=3)


def found(machine: Machine, mark: str) -> list[str]:
    return [finding.words for finding in doctor(machine.settings, LATER) if finding.mark == mark]


def test_nothing_is_broken_on_an_ordinary_day(machine: Machine) -> None:
    assert found(machine, "broken") == []
    assert any("everybody's rows (2)" in line for line in found(machine, "ok"))


@pytest.mark.parametrize(
    ("harm", "complaint"),
    [
        ("DELETE FROM person WHERE role = 'therapist'", "names one that is gone"),
        ("UPDATE person SET key_wrapped = x'00' WHERE role = 'client'", "1 of 2 people's rows"),
        ("UPDATE person SET chat_sealed = x'0100' WHERE role = 'client'", "1 of 2 people's rows"),
        ("UPDATE person SET therapist_id = NULL", "have no therapist"),
    ],
)
def test_what_is_broken_is_named(machine: Machine, harm: str, complaint: str) -> None:
    machine.database(harm)
    assert any(complaint in line for line in found(machine, "broken"))


def test_damaged_index_is_named(machine: Machine) -> None:
    machine.practice.assign(str(machine.practice.load(CLIENT_USER).id))
    machine.database("PRAGMA writable_schema=on")
    machine.database("DELETE FROM sqlite_master WHERE name = 'ix_occurrence_due'")
    assert any("never used" in line for line in found(machine, "broken"))


@pytest.mark.parametrize("table", ["person", "entry"])
def test_file_too_damaged_to_be_read_is_refused_in_one_line(machine: Machine, table: str) -> None:
    damage(machine, table)
    with pytest.raises(BadDatabase, match="damaged") as raised:
        found(machine, "broken")
    assert "\n" not in str(raised.value)


def damage(machine: Machine, table: str) -> None:
    """Write nonsense over the page a table begins with."""
    root = machine.root_page(table)
    machine.closed()
    content = bytearray(machine.file.read_bytes())
    content[PAGE * (root - 1) : PAGE * root] = b"\xff" * PAGE
    machine.file.write_bytes(content)


def test_wrong_key_stops_it_with_one_line(machine: Machine) -> None:
    machine.settings.key_file.write_bytes(b"B" * 43 + b"=\n")
    with pytest.raises(VaultError, match="no key of the key file"):
        found(machine, "ok")


def test_without_a_database_there_is_nothing_to_look_at(tmp_path: Path, machine: Machine) -> None:
    elsewhere = Machine(settings_in(tmp_path / "elsewhere"), machine.practice)
    with pytest.raises(NoDatabase):
        found(elsewhere, "ok")
    assert not (tmp_path / "elsewhere").exists()


def test_what_is_late_is_late_only_while_somebody_is_at_work_on_it(machine: Machine) -> None:
    machine.database("INSERT INTO timer SELECT id, 'idle', '', '2026-11-24 10:00' FROM person LIMIT 1")
    assert found(machine, "broken") == []
    with file_lock(machine.file):
        assert any("nothing came of it" in line for line in found(machine, "broken"))


def test_what_was_late_when_the_coach_was_last_at_work_is_broken(machine: Machine) -> None:
    machine.database("INSERT INTO timer SELECT id, 'idle', '', '2026-11-20 10:00' FROM person LIMIT 1")
    assert any("nothing came of it" in line for line in found(machine, "broken"))


def test_messages_that_failed_and_updates_that_were_given_up_are_notes(machine: Machine) -> None:
    (sent,) = machine.practice.take(CLIENT_USER, replies=(said("a canary"),))
    with machine.practice.db.writing() as conn:
        mark_failed(conn, sent.seq, "BadRequest", NOW)
    machine.database(
        "INSERT INTO inbox (update_id, received_at, state, attempts, error_class) VALUES (1, '2026-11-23', 'dead', 5, 'X')"
    )
    assert {"1 messages could not be sent", "1 updates were given up"} <= set(found(machine, "note"))
    assert found(machine, "broken") == []


def test_help_lines_that_nobody_verified_are_a_note(machine: Machine) -> None:
    assert any("never verified" in line for line in found(machine, "note"))


def test_country_without_help_lines_is_broken(machine: Machine, tmp_path: Path) -> None:
    abroad = Machine(settings_in(tmp_path, COUNTRY="AQ"), machine.practice)
    assert any("AQ" in line for line in found(abroad, "broken"))


def test_key_inside_the_data_is_a_note(machine: Machine, tmp_path: Path) -> None:
    inside = settings_in(tmp_path, KEY_FILE=str(tmp_path / "data" / "key"))
    inside.key_file.write_bytes(machine.settings.key_file.read_bytes())
    assert any("KEY_FILE" in line for line in found(Machine(inside, machine.practice), "note"))


def test_findings_quote_nobody(machine: Machine) -> None:
    machine.practice.kept_run()
    machine.database("UPDATE entry SET value_sealed = 'his own words'")
    lines = [finding.words for finding in doctor(machine.settings, LATER)]
    for secret in ("his own words", "7001", "7002", "Wren", "Nightingale", "Adler"):
        assert not any(secret in line for line in lines)


def test_looking_changes_nothing_but_the_audit_where_it_is_noted(machine: Machine) -> None:
    before = {name: machine.practice.rows(table) for name, table in METADATA.tables.items()}
    found(machine, "ok")
    after = {name: machine.practice.rows(table) for name, table in METADATA.tables.items()}
    assert {name for name in after if after[name] != before[name]} == {"audit", "meta"}
    *earlier, last = after["audit"]
    assert earlier == before["audit"]
    assert (last.by, last.event, last.detail, last.at) == ("operator", "looked over", "0 broken", LATER)
    assert found(machine, "broken") == []


def test_how_much_was_broken_is_noted(machine: Machine) -> None:
    machine.database("UPDATE person SET therapist_id = NULL")
    broken = len(found(machine, "broken"))
    assert machine.practice.rows(AUDIT)[-1].detail == f"{broken} broken"


def test_look_that_cannot_be_noted_says_so(machine: Machine) -> None:
    machine.database("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END")
    assert any("audit could not be written" in line for line in found(machine, "note"))


def test_look_that_takes_too_long_is_given_up(machine: Machine) -> None:
    with pytest.raises(BadDatabase, match="took longer"):
        examine(machine.practice.db, NOW, patience=-1)


def test_database_of_another_release_is_not_judged(machine: Machine) -> None:
    machine.database("UPDATE alembic_version SET version_num = '0000'")
    with pytest.raises(BadDatabase, match="another release"):
        found(machine, "ok")
