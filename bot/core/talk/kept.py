"""Keeping an answer: the entry it becomes, the sign that it was kept, and saying it anew later."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid5

from bot.core.changes import EntryRevised, EntryTakenBack, RunHidden
from bot.core.inputs import Recorded, Said, Tapped
from bot.core.person import KeptEntry, KeptRun
from bot.core.run import Answer, Run, reworded
from bot.core.scene import Move, Scene, bubble, in_rows
from bot.core.session import Answering, AnyPlace, Changing, LastKept, Resting
from bot.core.talk import asking, becoming
from bot.core.talk.matching import matching
from bot.core.text import Rich, clip, joined, marked
from bot.core.turn import Button, Entry, Reply

ADDING = timedelta(minutes=2)
"""How long a further text still belongs to the answer before it."""
HEARD = ("voice", "video_note", "video", "audio")
"""The media that would have to be listened to; the others would have to be looked at."""
SUMMARY = 2400
"""How many characters of a run are shown when it is shown whole."""
OFTEN = 3
"""From this many rewordings on, the next one is asked about first."""


def entry(scene: Scene, run: Run, answer: Answer, recorded: Recorded | None = None) -> Entry:
    """The row an answer becomes. Answering the same question again gives the same id, so the row is replaced."""
    number = len(asking.given(run, answer.step))
    given = scene.given
    return Entry(
        id=str(uuid5(UUID(run.id), f"{answer.step}:{number}")),
        run=run.id,
        step=answer.step,
        number=number,
        at=scene.now,
        text=recorded.caption if recorded else answer.text,
        value=answer.value,
        label=answer.label,
        prompt=answer.prompt,
        media=recorded.media if recorded else "",
        file=recorded.file if recorded else "",
        skipped=answer.skipped,
        message=given.message if isinstance(given, Said | Recorded) else None,
    )


def with_entry(scene: Scene, move: Move, kept: Entry, answer: Answer, recorded: Recorded | None) -> Move:
    """`move` with the entry and the sign that it was kept: a reaction, and for a recording a line."""
    entries = (*move.entries, kept)
    if recorded:
        return _with_line(replace(move, entries=entries, reaction="❤"), recording_line(scene, recorded))
    if not isinstance(scene.given, Said) or not answer.text:
        return replace(move, entries=entries)
    last = LastKept(entry=kept.id, run=kept.run, text=kept.text, until=scene.now + ADDING)
    return replace(move, entries=entries, last_kept=last, reaction="✍")


def taken_back(answers: Iterable[Answer]) -> tuple[EntryTakenBack, ...]:
    """What Back went behind and is now given anew, or not asked any more."""
    return tuple(EntryTakenBack(entry=each.entry) for each in answers if each.entry)


def recording_line(scene: Scene, recorded: Recorded) -> Rich:
    """The receipt of something that cannot be read, and so not be screened either."""
    if recorded.media in HEARD:
        return scene.say("Kept as a recording. I can't listen to it. If it's urgent: /sos")
    return scene.say("Kept as a file. I can't look into it. If it's urgent: /sos")


def unread_line(scene: Scene, recorded: Recorded) -> Rich:
    """The same before it is kept."""
    if recorded.media in HEARD:
        return scene.say("I can't listen to recordings. If it's urgent: /sos")
    return scene.say("I can't look into files. If it's urgent: /sos")


def called(scene: Scene, recorded: Recorded) -> str:
    """What stands for a recording among the words of a run."""
    return scene.label("(a recording)") if recorded.media in HEARD else scene.label("(a file)")


def _with_line(move: Move, line: Rich) -> Move:
    first, *rest = move.says
    return replace(move, says=(replace(first, text=joined([line, first.text])), *rest))


def unasked_line(scene: Scene) -> Rich:
    """What is said to a recording where a button is asked for."""
    return scene.say("A button fits here better. If it's urgent: /sos")


# --- a kept run, later ------------------------------------------------------------------------


def hide(scene: Scene, run: KeptRun, *, private: bool) -> Move:
    """Mark a run private, or show it again; said under the same message, whose text stays."""
    line = hidden_line(scene, private=private)
    do = f"{'shown' if private else 'private'}:{run.id}"
    button = scene.button("Show it again" if private else "Private", do, stands=True)
    change = scene.button("Change it", f"change:{run.id}", stands=True)
    text = joined([summary_of(run), line], "\n\n")
    return Move(says=(bubble(text, ((change, button),)),), changes=(RunHidden(run=run.id, private=private),))


def hidden_line(scene: Scene, *, private: bool) -> Rich:
    """What it means that a run is private now, or shared again."""
    if not private:
        return scene.say("Shared again.")
    return scene.say("Private. It is in no list and no file for {therapist}.", therapist=_therapist(scene))


def summary_of(run: KeptRun) -> Rich:
    """What a kept run says, one line an answer, folded, and in one message however much it is."""
    given = [each for each in run.entries if not each.skipped]
    room = max(20, SUMMARY // max(1, len(given)))
    lines = [clip(in_words(each), room) for each in given]
    return marked("folded_quote", joined([line for line in lines if line]))


def in_words(entry: KeptEntry) -> str:
    """What one answer says; a rating also says of what."""
    is_rating = entry.value is not None and bool(entry.text and entry.label)
    return f"{entry.text}: {entry.label}" if is_rating else entry.text or entry.label


def change(scene: Scene, run: KeptRun, *, insist: bool = False) -> Move:
    """Offer to say an answer anew; after several times, ask once whether to leave it."""
    worded = [each for each in run.entries if each.text and each.value is None]
    if not worded:
        return Move(says=(bubble(scene.say("There are no words in it to change.")),), fresh=True)
    if not insist and any(each.revisions >= OFTEN for each in worded):
        return _leave_it(scene, run)
    answers = tuple(_as_answer(each) for each in worded)
    place = Changing(
        run=run.id, exercise=run.exercise, answers=answers, chosen=0 if len(answers) == 1 else None
    )
    return Move(place=place, says=(_change_question(scene, place),), fresh=True)


def changing(scene: Scene, place: Changing) -> Move:
    """Whatever came in while an answer is being said anew."""
    match scene.given:
        case Tapped(do="leave"):
            return Move(place=Resting(), says=(bubble(scene.say("Left as it was.")),))
        case Tapped(do=do) if (
            do.startswith("pick:") and do[5:].isdecimal() and int(do[5:]) < len(place.answers)
        ):
            chosen = replace(place, chosen=int(do[5:]))
            return Move(place=chosen, says=(_change_question(scene, chosen),))
        case Said(text=text):
            return _said_anew(scene, place, text)
        case _:
            return Move(place=place, says=(_change_question(scene, place),))


def _said_anew(scene: Scene, place: Changing, text: str) -> Move:
    """The new words, once it is clear which answer they are for; until then they stand for a button."""
    answer = _chosen(place)
    labels = [(button.label, button.do) for row in _change_question(scene, place).rows for button in row]
    do = matching(text, labels, loosely=answer is None)
    if do is not None:
        return changing(replace(scene, given=Tapped(do=do, nonce=scene.session.nonce)), place)
    if answer is not None and text.strip():
        return _changed(scene, place, answer, text)
    return Move(place=place, says=(_change_question(scene, place),))


def _chosen(place: Changing) -> Answer | None:
    return next((each for number, each in enumerate(place.answers) if number == place.chosen), None)


def _changed(scene: Scene, place: Changing, answer: Answer, text: str) -> Move:
    row = (
        scene.button("Change it", f"change:{place.run}", stands=True),
        scene.button("Private", f"private:{place.run}", stands=True),
    )
    said = bubble(scene.say("Changed. It says now: {words}", words=marked("quote", clip(text, 600))), (row,))
    revised = EntryRevised(entry=answer.entry, text=text)
    profile = becoming.profile_reworded(scene, place.exercise, answer.step, answer.text, text)
    return Move(place=Resting(), says=(said,), changes=(revised,), profile=profile, reaction="✍")


def _change_question(scene: Scene, place: Changing) -> Reply:
    leave = scene.button("Leave it", "leave")
    if (answer := _chosen(place)) is not None:
        words = marked("quote", clip(answer.text, 600))
        return bubble(joined([scene.say("Type it the way you want it."), words]), ((leave,),))
    picks = [Button(label=clip(a.text, 24) or "…", do=f"pick:{n}") for n, a in enumerate(place.answers[:8])]
    return bubble(scene.say("Which one?"), (*in_rows(picks, 1), (leave,)))


def _leave_it(scene: Scene, run: KeptRun) -> Move:
    row = (
        scene.button("Leave it", "done", stands=True),
        scene.button("Change it", f"insist:{run.id}", stands=True),
    )
    return Move(says=(bubble(scene.say("It's kept as it is. Want to leave it there?"), (row,)),), fresh=True)


def edited(scene: Scene, message: int, text: str) -> Move:
    """A message that became an entry was edited on the phone: the entry follows, and so does an open run."""
    run = scene.person.run
    found = next((each for each in run.entries if each.message == message), None) if run else None
    if run is None or found is None or found.text == text:
        return Move()
    last = scene.session.last_kept
    return Move(
        place=with_edited(scene.session.place, found.id, text),
        changes=(EntryRevised(entry=found.id, text=text),),
        profile=becoming.profile_reworded(scene, run.exercise, found.step, found.text, text),
        last_kept=replace(last, text=text, before=None) if last and last.entry == found.id else None,
        reaction="👌",
    )


def with_edited(place: AnyPlace, entry: str, text: str) -> AnyPlace | None:
    """An open run in which that answer says something else; None where none is open."""
    return replace(place, run=reworded(place.run, entry, text)) if isinstance(place, Answering) else None


def _as_answer(kept: KeptEntry) -> Answer:
    return Answer(step=kept.step, entry=kept.id, text=kept.text)


def _therapist(scene: Scene) -> str:
    return scene.person.therapist_name or scene.label("your therapist")
