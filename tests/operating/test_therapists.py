"""`coach therapists` says who there is, ends a therapist's access, and has clients asked who is to go on with them."""

import pytest
from typer.testing import CliRunner, Result

from bot.core.person import Role
from bot.therapists_command import cli
from storage.tables import PERSON
from tests.operating.conftest import Machine
from tests.storage.practice import CLIENT_USER, THERAPIST_USER

OTHER_THERAPIST = 8001


@pytest.fixture
def machine_here(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.setattr("bot.therapists_command.settings_here", lambda: machine.settings)
    return machine


def asked(*words: str) -> Result:
    return CliRunner().invoke(cli, list(words))


def code_of(machine: Machine, user: int) -> str:
    person = machine.practice.load(user).id
    return next(str(row.code) for row in machine.practice.rows(PERSON) if row.id == person)


def test_list_names_everybody_with_how_many_clients(machine_here: Machine) -> None:
    code = code_of(machine_here, THERAPIST_USER)
    assert asked("list").stdout == f"{code}     1  Dr. Adler\n"


def test_end_takes_access_at_once(machine_here: Machine) -> None:
    code = code_of(machine_here, THERAPIST_USER)
    done = asked("end", code.lower())
    assert done.stdout == "Dr. Adler has no access any more; 1 clients are told.\n"
    assert machine_here.practice.load(THERAPIST_USER).role is Role.STRANGER
    assert "Dr. Adler  left 20" in asked("list").stdout
    again = asked("end", code)
    assert (again.exit_code, again.stderr.count("\n")) == (1, 1)


def test_clients_of_one_who_left_are_asked(machine_here: Machine) -> None:
    machine_here.practice.therapist(OTHER_THERAPIST, "Dr. Other")
    code, other = code_of(machine_here, THERAPIST_USER), code_of(machine_here, OTHER_THERAPIST)
    asked("end", code)
    done = asked("hand-over", code, "--to", other, "--client", code_of(machine_here, CLIENT_USER))
    assert done.stdout == "1 clients are asked whether they go on with Dr. Other.\n"
    offered = machine_here.practice.load(CLIENT_USER).offered
    assert offered is not None
    assert offered.name == "Dr. Other"


@pytest.mark.parametrize("words", [("end", "NOBODY"), ("hand-over", "{code}", "--to", "{code}")])
def test_what_makes_no_sense_is_refused_in_one_line(machine_here: Machine, words: tuple[str, ...]) -> None:
    code = code_of(machine_here, THERAPIST_USER)
    refused = asked(*(word.format(code=code) for word in words))
    assert refused.exit_code == 1
    assert refused.stderr.startswith("coach: ")
    assert refused.stderr.count("\n") == 1


def test_client_of_another_therapist_is_not_offered(machine_here: Machine) -> None:
    machine_here.practice.therapist(OTHER_THERAPIST, "Dr. Other")
    code, other = code_of(machine_here, THERAPIST_USER), code_of(machine_here, OTHER_THERAPIST)
    refused = asked("hand-over", other, "--to", code, "--client", code_of(machine_here, CLIENT_USER))
    assert refused.exit_code == 1
    assert machine_here.practice.load(CLIENT_USER).offered is None
