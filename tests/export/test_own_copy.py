"""A client's own copy: everything as data and as a page that says the same, harmless whatever was written."""

import json
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from bot.content.library import load_library
from bot.core.library import Practice
from bot.core.own_record import (
    OwnAccess,
    OwnAnswer,
    OwnCard,
    OwnConsent,
    OwnHomework,
    OwnRecord,
    OwnRun,
    OwnTimer,
)
from bot.core.person import Contact, IfThen, Profile, Seen
from bot.core.plan import Fixed
from bot.core.record import Arrangement, WrittenSummary
from bot.core.session import Session, dump_session
from bot.core.words import Words
from bot.export.copy import Making, write_copy
from bot.export.guard import visible
from bot.export.recordings import ROOM
from tests.export import hostile
from tests.export.records import MADE, START, occurrence

LIBRARY = load_library(Practice())
NASTY = "</dd><script>alert('x')</script> & \"quoted\" <b>"

ANSWER = OwnAnswer(
    id="a-1",
    step="what",
    number=0,
    at=START,
    text="I forgot the umbrella",
    value=None,
    label="",
    media="",
    skipped=False,
    revisions=0,
    revised_at=None,
    recording="",
    recording_name="",
    recording_size=0,
)
RUN = OwnRun(
    id="r-1",
    exercise="mistake-note",
    revision=1,
    language="en",
    trigger="client",
    zone="Europe/Berlin",
    started_at=START,
    ended_at=START + timedelta(minutes=3),
    outcome="done",
    private=False,
    words="",
    answers=(ANSWER,),
)
RECORD = OwnRecord(
    code="K7M2QX",
    therapist="Dr. Maren Vale",
    joined_at=START,
    heard_at=None,
    profile=Profile(
        name="Wren",
        zone="Europe/Berlin",
        values=("being there",),
        people=(Contact(name="Robin", phone="+49 30 1234"),),
        safety_plan=("Go outside",),
        plan=IfThen(cue="it is nine", act="read a page", kept_at=START, run="r-2"),
    ),
    session=dump_session(Session(turn=4)),
    consents=(OwnConsent(at=START, version="1", choices={"sharing": "all"}),),
    homework=(
        OwnHomework(
            id="h-1",
            exercise="mistake-note",
            own=False,
            plan=Fixed(days=(0,)),
            words="Write one down",
            given_at=START,
            ended_at=None,
        ),
    ),
    runs=(RUN,),
    nudges=(occurrence(exercise="mistake-note"),),
    cards=(OwnCard(at=START, tier="explicit", exercise="note"),),
    timers=(OwnTimer(name="idle", subject="", at=START),),
    accesses=(OwnAccess(at=START, by="operator", form="csv", since=None, until=START),),
)


class Page(HTMLParser):
    """A page taken apart."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.root: dict[str, str | None] = {}
        self.words = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        if tag == "html":
            self.root = given
        self.links += [str(value) for name, value in attrs if name in ("href", "src", "srcset", "action")]

    def handle_data(self, data: str) -> None:
        self.words += data


def recorded(number: int, size: int = 10, state: Any = "kept") -> OwnAnswer:
    return replace(
        ANSWER,
        id=f"v-{number}",
        text="",
        media="voice",
        at=START + timedelta(minutes=number),
        recording=state,
        recording_name="voice.oga" if state == "kept" else "",
        recording_size=size if state == "kept" else 0,
    )


def made(
    folder: Path, record: OwnRecord = RECORD, recordings: dict[str, bytes] | None = None
) -> dict[str, bytes]:
    """The members of a copy, by name."""
    making = Making(library=LIBRARY, made_at=MADE, app_version="0.1.0")
    path = write_copy(folder / "copy.zip", record, (recordings or {}).get, making)
    with ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def page(folder: Path, record: OwnRecord = RECORD) -> Page:
    return Page(made(folder, record)["client_copy.html"].decode())


def test_copy_is_one_private_file_with_data_and_page(tmp_path: Path) -> None:
    assert set(made(tmp_path)) == {"client_copy.json", "client_copy.html"}
    assert stat.S_IMODE((tmp_path / "copy.zip").stat().st_mode) == 0o600


def test_data_hold_everything_under_its_name(tmp_path: Path) -> None:
    document = json.loads(made(tmp_path)["client_copy.json"])
    assert {name: document[name] for name in ("client_code", "therapist", "made_at", "joined_at")} == {
        "client_code": "K7M2QX",
        "therapist": "Dr. Maren Vale",
        "made_at": "2026-11-22T09:30:00+00:00",
        "joined_at": "2026-10-24T18:00:05+00:00",
    }
    assert document["choices"]["people"] == [{"name": "Robin", "phone": "+49 30 1234"}]
    assert document["conversation"]["turn"] == 4
    assert document["homework"][0]["plan"] == {"kind": "fixed", "days": [0], "at": None, "slot": 0}
    assert document["runs"][0]["answers"][0]["text"] == "I forgot the umbrella"
    assert document["runs"][0]["started_at"] == "2026-10-24T18:00:05+00:00"
    assert document["nudges"][0]["local_date"] == "2026-10-24"
    for name in ("agreements", "help_card_shown", "timers", "files_made_of_what_you_share"):
        assert len(document[name]) == 1


def test_page_says_the_same_in_words(tmp_path: Path) -> None:
    words = page(tmp_path).words
    for expected in (
        "K7M2QX",
        "Dr. Maren Vale",
        "I forgot the umbrella",
        "Write one down",
        "being there",
        "Robin, +49 30 1234",
        "Go outside",
        "it is nine",
        "October 24, 2026, 8:00\N{NARROW NO-BREAK SPACE}PM",
        "operator",
    ):
        assert expected in words


def test_page_shows_who_made_a_file_by_the_therapists_name(tmp_path: Path) -> None:
    by_therapist = replace(RECORD.accesses[0], by="therapist")
    words = page(tmp_path, replace(RECORD, accesses=(by_therapist,))).words
    assert words.count("Dr. Maren Vale") == 2


def test_sessions_and_what_was_written_down_of_them_are_in_it(tmp_path: Path) -> None:
    session = Arrangement(
        version=1,
        made_at=START,
        ended_at=None,
        next_at=START,
        first=START.date(),
        hour="14:00",
        zone="Europe/Berlin",
        every_days=7,
        others="[]",
    )
    summary = WrittenSummary(
        version=1, made_at=START, met_at=None, texts=("<b>saying no</b>", "", "the breath")
    )
    made = page(tmp_path, replace(RECORD, sessions=(session,), summaries=(summary,)))
    assert "Written down for you" in made.words
    assert "<b>saying no</b>" in made.words
    assert "Sessions" in made.words


def test_whatever_was_written_is_words_on_the_page(tmp_path: Path) -> None:
    nasty = replace(
        RECORD,
        therapist=NASTY,
        profile=replace(RECORD.profile, name=NASTY, values=(NASTY,), safety_plan=(NASTY,)),
        runs=(replace(RUN, exercise=NASTY, answers=(replace(ANSWER, step=NASTY, text=NASTY, label=NASTY),)),),
        homework=(replace(RECORD.homework[0], words=NASTY, exercise=NASTY),),
        consents=(replace(RECORD.consents[0], version=NASTY),),
    )
    plain, found = page(tmp_path), page(tmp_path, nasty)
    assert sorted(set(found.tags)) == sorted({*plain.tags, "br"})
    assert found.words.count(NASTY) >= 10


def test_five_hundred_payloads_are_words_on_the_page(tmp_path: Path) -> None:
    payloads = hostile.markup()
    assert len(set(payloads)) == 500
    runs = tuple(
        replace(RUN, id=f"run-{n}", answers=(replace(ANSWER, id=f"a-{n}", text=text),))
        for n, text in enumerate(payloads)
    )
    plain, found = page(tmp_path), page(tmp_path, replace(RECORD, runs=runs))
    assert set(found.tags) == set(plain.tags)
    assert found.links == []
    missing = [text for text in payloads if visible(text) not in found.words]
    assert missing == []


def test_page_takes_nothing_from_elsewhere_and_runs_nothing(tmp_path: Path) -> None:
    found = page(tmp_path)
    assert found.links == []
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(found.tags)
    source = made(tmp_path)["client_copy.html"].decode()
    assert "default-src &#x27;none&#x27;" in source
    assert "http:" not in source
    assert "https:" not in source


@pytest.mark.parametrize(
    ("language", "root"),
    [
        ("en", {"lang": "en", "dir": "ltr"}),
        ("ar", {"lang": "ar", "dir": "rtl"}),
        ("pt_BR", {"lang": "pt-BR", "dir": "ltr"}),
        ("xx_nonsense", {"lang": "en", "dir": "ltr"}),
    ],
)
def test_page_says_its_language_and_direction(tmp_path: Path, language: str, root: dict[str, str]) -> None:
    profile = replace(RECORD.profile, language=language)
    assert page(tmp_path, replace(RECORD, profile=profile)).root == root


def test_page_speaks_the_clients_language(tmp_path: Path) -> None:
    words = {"es": Words(sentences={"What you wrote": "Lo que escribiste"})}
    record = replace(RECORD, profile=replace(RECORD.profile, language="es"))
    making = Making(library=replace(LIBRARY, words=words), made_at=MADE, app_version="0.1.0")
    with ZipFile(write_copy(tmp_path / "copy.zip", record, lambda _entry: None, making)) as archive:
        found = Page(archive.read("client_copy.html").decode()).words
    assert "Lo que escribiste" in found
    assert "24 de octubre de 2026" in found


def test_zone_that_is_gone_is_shown_in_utc(tmp_path: Path) -> None:
    record = replace(RECORD, profile=replace(RECORD.profile, zone="Nowhere/Here"))
    assert "October 24, 2026, 6:00\N{NARROW NO-BREAK SPACE}PM" in page(tmp_path, record).words


def test_private_skipped_and_half_answers_say_so(tmp_path: Path) -> None:
    run = replace(RUN, private=True, outcome="part", answers=(replace(ANSWER, text="", skipped=True),))
    words = page(tmp_path, replace(RECORD, runs=(run,))).words
    assert "private · stopped on the way" in words
    assert "passed over" in words


def test_recordings_are_in_it_and_linked(tmp_path: Path) -> None:
    record = replace(RECORD, runs=(replace(RUN, answers=(recorded(1), recorded(2))),))
    members = made(tmp_path, record, {"v-1": b"first", "v-2": b"second"})
    assert members["media/001-2026-10-24-voice.oga"] == b"first"
    assert members["media/002-2026-10-24-voice.oga"] == b"second"
    assert Page(members["client_copy.html"].decode()).links == [
        "media/001-2026-10-24-voice.oga",
        "media/002-2026-10-24-voice.oga",
    ]
    answers = json.loads(members["client_copy.json"])["runs"][0]["answers"]
    assert [(each["recording"], each["recording_missing"]) for each in answers] == [
        ("media/001-2026-10-24-voice.oga", None),
        ("media/002-2026-10-24-voice.oga", None),
    ]


def test_missing_recordings_say_why(tmp_path: Path) -> None:
    answers = (recorded(1, state="wanted"), recorded(2, state="gone"), recorded(3))
    members = made(tmp_path, replace(RECORD, runs=(replace(RUN, answers=answers),)))
    found = json.loads(members["client_copy.json"])["runs"][0]["answers"]
    assert [each["recording_missing"] for each in found] == [
        "not fetched from Telegram yet",
        "Telegram no longer had it",
        "its file could not be found",
    ]
    words = Page(members["client_copy.html"].decode()).words
    for why in ("not fetched from Telegram yet", "Telegram no longer had", "could not be found"):
        assert why in words
    assert set(members) == {"client_copy.json", "client_copy.html"}


def test_newest_recordings_come_first_where_not_all_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.export.copy.ROOM", 25)
    answers = tuple(recorded(n) for n in range(1, 4))
    record = replace(RECORD, runs=(replace(RUN, answers=answers),))
    members = made(tmp_path, record, {f"v-{n}": b"ten bytes!" for n in range(1, 4)})
    assert {name for name in members if name.startswith("media/")} == {
        "media/002-2026-10-24-voice.oga",
        "media/003-2026-10-24-voice.oga",
    }
    (first, *_) = json.loads(members["client_copy.json"])["runs"][0]["answers"]
    assert first["recording_missing"] == "there was no room for it in one file"


def test_room_leaves_space_under_what_telegram_takes() -> None:
    assert ROOM < 50_000_000 - 2_000_000


def test_copy_that_fails_leaves_no_file(tmp_path: Path) -> None:
    record = replace(RECORD, runs=(replace(RUN, answers=(recorded(1),)),))

    def fail(_entry: str) -> bytes | None:
        raise OSError("disk")

    making = Making(library=LIBRARY, made_at=MADE, app_version="0.1.0")
    with pytest.raises(OSError, match="disk"):
        write_copy(tmp_path / "new" / "copy.zip", record, fail, making)
    assert list(tmp_path.iterdir()) == []


def test_client_reads_who_did_what_and_when(tmp_path: Path) -> None:
    deeds = (
        Seen(at=START, by="client", name="", event="joined", detail=""),
        Seen(at=START, by="therapist", name="Dr. Vale", event="read", detail="answers"),
        Seen(at=START, by="therapist", name=NASTY, event="file", detail="csv on the server"),
        Seen(at=START, by="therapist", name="", event="refused", detail="somebody else's"),
    )
    record = replace(RECORD, deeds=deeds)
    words = page(tmp_path, record).words
    for said in (
        "Who looked, and what was done",
        "You joined.",
        "Dr. Vale looked at what you share.",
        f"{NASTY} took a file.",
        "csv on the server",
        "A therapist asked for something of yours, and was refused.",
    ):
        assert said in words
    (first, *_, last) = json.loads(made(tmp_path, record)["client_copy.json"])["who_did_what_with_it"]
    assert first == {"at": first["at"], "by": "client", "name": "", "event": "joined", "detail": ""}
    assert (last["event"], last["detail"]) == ("refused", "somebody else's")


def test_copy_of_nothing_is_a_copy_all_the_same(tmp_path: Path) -> None:
    empty = OwnRecord(
        code="K7M2QX",
        therapist="",
        joined_at=datetime(2026, 1, 1, tzinfo=UTC),
        heard_at=None,
        profile=Profile(),
        session=dump_session(Session()),
        consents=(),
        homework=(),
        runs=(),
        nudges=(),
        cards=(),
        timers=(),
        accesses=(),
    )
    words = page(tmp_path, empty).words
    assert "What you chose" in words
    assert "What you wrote" not in words
