"""One open step of an exercise: what came in becomes its answer, another look at it, or a step back."""

from dataclasses import replace

from bot.core.changes import Change, EntryRevised
from bot.core.exercise import AnyStep, Exercise, ListStep, ManyStep, PauseStep, ScaleStep, Tapping, Written
from bot.core.inputs import Recorded, Said, Tapped
from bot.core.run import Answer, Run, reworded
from bot.core.scene import Move, Scene
from bot.core.session import Answering, LastKept
from bot.core.talk import asking, closing, kept, leaving, pauses, stepping, tapping
from bot.core.talk.matching import matching
from bot.core.text import Rich
from bot.core.turn import Entry


def hear(scene: Scene, exercise: Exercise, step: AnyStep, place: Answering) -> Move:
    """Whatever came in while a step was open."""
    match scene.given:
        case Tapped(do=do):
            return tapped(scene, exercise, step, place, do)
        case Said(text=text):
            return _typed(scene, exercise, step, place, text)
        case Recorded() if isinstance(step, Written):
            return _keep(scene, exercise, step, place, Answer(step=step.id), recorded=scene.given)
        case Recorded():
            return again(scene, exercise, place, kept.unasked_line(scene))
        case _ if isinstance(step, Written):
            return again(scene, exercise, place, scene.say("Got that. A word or two as well, if you like."))
        case _:
            return again(scene, exercise, place)


def tapped(scene: Scene, exercise: Exercise, step: AnyStep, place: Answering, do: str) -> Move:
    """A button of the open step."""
    name, _, argument = do.partition(":")
    match name:
        case "skip":
            return _keep(scene, exercise, step, place, Answer(step=step.id, skipped=True))
        case "stop":
            return _stopped(scene, exercise, step, place)
        case "back":
            return _back(scene, exercise, place)
        case "undo":
            return _undo(scene, exercise, place)
        case "enough":
            return onward(scene, exercise, place)
        case "tiny" if not place.run.answers:
            return _shortened(scene, exercise, place)
        case "exit" if argument.isdecimal() and int(argument) < len(exercise.exits):
            move = leaving.by(scene, exercise, place, exercise.exits[int(argument)])
            return _without_bell(step, move, place.run)
        case _ if isinstance(step, Written):
            return _looked(scene, exercise, step, place, do)
        case _ if isinstance(step, Tapping):
            return _button(scene, exercise, step, place, do)
        case _:
            return again(scene, exercise, place)


def again(scene: Scene, exercise: Exercise, place: Answering, before: Rich | None = None) -> Move:
    """The open question once more, after a line that says why."""
    return Move(place=place, says=(asking.question(scene, exercise, place, before=before),))


def at(scene: Scene, exercise: Exercise, place: Answering) -> Move:
    """A step is come to: its question, and where it rings by itself the bell."""
    step = exercise.step(place.step)
    bell: tuple[Change, ...] = ()
    if isinstance(step, PauseStep) and step.seconds is not None:
        place, bell = pauses.begun(scene, step.seconds, place)
    return Move(place=place, says=(asking.question(scene, exercise, place),), changes=bell)


def onward(scene: Scene, exercise: Exercise, place: Answering) -> Move:
    """To the next step, or to the end."""
    following = stepping.following(scene, exercise, place)
    if following is None:
        return closing.finish(scene, exercise, place.run)
    line = stepping.only_line(scene, following, place.run)
    if line is not None:
        return _picked_itself(scene, exercise, following, place.run, line)
    return at(scene, exercise, Answering(run=place.run, step=following.id))


def _picked_itself(scene: Scene, exercise: Exercise, step: AnyStep, run: Run, line: str) -> Move:
    """Out of a single line that one is picked without a question."""
    answer = Answer(step=step.id, choice="0", label=line)
    run, taken_back = _given_anew(run, step)
    entry = kept.entry(scene, run, answer)
    run = replace(run, answers=(*run.answers, replace(answer, entry=entry.id)))
    move = onward(scene, exercise, Answering(run=run, step=step.id))
    return replace(move, entries=(entry, *move.entries), changes=(*taken_back, *move.changes))


# --- looking at it another way ---------------------------------------------------------------------


def _looked(scene: Scene, exercise: Exercise, step: Written, place: Answering, do: str) -> Move:
    """The same question seen another way; a view that the step does not have leaves it as it is."""
    name, _, argument = do.partition(":")
    plain = Answering(run=place.run, step=place.step)
    match name:
        case "door" if argument.isdecimal() and step.doors:
            return again(scene, exercise, replace(plain, door=int(argument)))
        case "doors" if step.doors:
            return again(scene, exercise, replace(place, view="doors"))
        case "example":
            return again(scene, exercise, replace(place, view="example"))
        case "another" | "ask":
            return again(scene, exercise, plain)
        case _:
            return again(scene, exercise, place)


def _shortened(scene: Scene, exercise: Exercise, place: Answering) -> Move:
    """The half-minute version, from its first step."""
    run = replace(place.run, tiny=True)
    return at(scene, exercise, Answering(run=run, step=stepping.first(scene, exercise, run).id))


# --- buttons ---------------------------------------------------------------------------------------


def _button(scene: Scene, exercise: Exercise, step: Tapping, place: Answering, do: str) -> Move:
    name, _, argument = do.partition(":")
    if name == "mark" and isinstance(step, ManyStep):
        return again(scene, exercise, replace(place, marked=tapping.switched(step, place, argument)))
    if name == "marked" and isinstance(step, ManyStep):
        return _ticked(scene, exercise, step, place)
    if name == "on" and isinstance(step, PauseStep):
        return paused(scene, exercise, step, place)
    answer = tapping.answer(scene, step, place, argument) if name == "pick" else None
    return _keep(scene, exercise, step, place, answer) if answer else again(scene, exercise, place)


def paused(scene: Scene, exercise: Exercise, step: PauseStep, place: Answering) -> Move:
    """A pause is over, by a tap or by its bell."""
    return _keep(scene, exercise, step, place, Answer(step=step.id, choice="done", label=scene.label("Done")))


def _ticked(scene: Scene, exercise: Exercise, step: ManyStep, place: Answering) -> Move:
    """Done with several: an answer for each that is on, or a question passed over where none is."""
    if not place.marked and not asking.given(place.run, step.id):
        return _keep(scene, exercise, step, place, Answer(step=step.id, skipped=True))
    anew, taken_back = _given_anew(place.run, step)
    run, entries = _marked(scene, step, replace(place, run=anew))
    move = onward(scene, exercise, replace(place, run=run, marked=()))
    return replace(move, entries=(*entries, *move.entries), changes=(*taken_back, *move.changes))


def _marked(scene: Scene, step: ManyStep, place: Answering) -> tuple[Run, tuple[Entry, ...]]:
    run, entries = place.run, []
    for answer in tapping.chosen(step, place):
        entry = kept.entry(scene, run, answer)
        run = replace(run, answers=(*run.answers, replace(answer, entry=entry.id)))
        entries.append(entry)
    return run, tuple(entries)


def ticked(scene: Scene, place: object) -> tuple[Entry, ...]:
    """The answers that were ticked and not yet sent, for a run that nobody came back to."""
    exercise = scene.exercise(place.run.exercise) if isinstance(place, Answering) else None
    step = exercise.step(place.step) if exercise and isinstance(place, Answering) else None
    return (
        _marked(scene, step, place)[1] if isinstance(place, Answering) and isinstance(step, ManyStep) else ()
    )


def _stopped(scene: Scene, exercise: Exercise, step: AnyStep, place: Answering) -> Move:
    """Stop here; what was ticked so far counts."""
    if not isinstance(step, ManyStep) or not place.marked:
        return _without_bell(step, closing.stop(scene, exercise, place), place.run)
    anew, taken_back = _given_anew(place.run, step)
    run, entries = _marked(scene, step, replace(place, run=anew))
    move = closing.stop(scene, exercise, replace(place, run=run))
    move = replace(move, entries=(*entries, *move.entries), changes=(*taken_back, *move.changes))
    return _without_bell(step, move, run)


# --- words -----------------------------------------------------------------------------------------


def _typed(scene: Scene, exercise: Exercise, step: AnyStep, place: Answering, text: str) -> Move:
    is_loose = isinstance(step, Tapping) and step.kind != "scale"
    if (do := matching(text, _labels(scene, exercise, place), loosely=is_loose)) is not None:
        return tapped(scene, exercise, step, place, do)
    if isinstance(step, Tapping) and not tapping.takes_words(step):
        return _no_button(scene, exercise, step, place, text)
    return _keep(scene, exercise, step, place, Answer(step=step.id, text=text))


def _no_button(scene: Scene, exercise: Exercise, step: Tapping, place: Answering, text: str) -> Move:
    number = tapping.number_in(step, text)
    if number:
        return _button(scene, exercise, step, place, f"pick:{number}")
    if isinstance(step, ScaleStep) and number == "":
        wanted = scene.say("A number from {least} to {most} fits here.", least=step.least, most=step.most)
        return again(scene, exercise, place, wanted)
    return _added(scene, exercise, place, text) or again(
        scene, exercise, place, scene.say("Tap one, or type it your way.")
    )


def _labels(scene: Scene, exercise: Exercise, place: Answering) -> list[tuple[str, str]]:
    rows = asking.question(scene, exercise, place).rows
    return [(button.label.lstrip("●○ "), button.do) for row in rows for button in row]


def _added(scene: Scene, exercise: Exercise, place: Answering, text: str) -> Move | None:
    """A text that came on the heels of an answer belongs to it, even where a button is asked for by now."""
    last = scene.session.last_kept
    if last is None or last.run != place.run.id or last.until < scene.now:
        return None
    return _reworded(scene, exercise, place, replace(last, text=f"{last.text}\n{text}", before=last.text))


def _reworded(scene: Scene, exercise: Exercise, place: Answering, last: LastKept) -> Move:
    here = replace(place, run=reworded(place.run, last.entry, last.text))
    undoing = last.before is None
    note = scene.say("Taken out again.") if undoing else scene.say("Added to the last one.")
    asked = asking.question(scene, exercise, here, before=note)
    if not undoing:
        asked = replace(asked, rows=(*asked.rows, (scene.button("Undo", "undo"),)))
    changes = (EntryRevised(entry=last.entry, text=last.text),)
    return Move(place=here, says=(asked,), changes=changes, last_kept=last, reaction=None if undoing else "✍")


def _undo(scene: Scene, exercise: Exercise, place: Answering) -> Move:
    last = scene.session.last_kept
    if last is None or last.before is None or last.run != place.run.id:
        return again(scene, exercise, place)
    return _reworded(scene, exercise, place, replace(last, text=last.before, before=None))


# --- keeping ---------------------------------------------------------------------------------------


def _keep(
    scene: Scene,
    exercise: Exercise,
    step: AnyStep,
    place: Answering,
    answer: Answer,
    recorded: Recorded | None = None,
) -> Move:
    """Keep one answer and go on."""
    entry = kept.entry(scene, place.run, answer, recorded)
    answer = replace(answer, entry=entry.id, text=answer.text or (recorded.caption if recorded else ""))
    if recorded:
        answer = replace(answer, label=kept.called(scene, recorded))
    run, taken_back = _given_anew(place.run, step)
    run = replace(run, answers=(*run.answers, answer))
    here = replace(place, run=run, view="ask", door=None)
    is_full = answer.skipped or not _has_room(step, run)
    more = replace(here, view="more" if isinstance(step, ListStep) else "ask")
    move = onward(scene, exercise, here) if is_full else again(scene, exercise, more)
    move = replace(move, changes=(*taken_back, *move.changes))
    return kept.with_entry(scene, _without_bell(step, move, run), entry, answer, recorded)


def _given_anew(run: Run, step: AnyStep) -> tuple[Run, tuple[Change, ...]]:
    """The run without what Back went behind at this step, now that it is answered anew."""
    old = tuple(each for each in run.behind if each.step == step.id)
    left = tuple(each for each in run.behind if each.step != step.id)
    return replace(run, behind=left), kept.taken_back(old)


def _has_room(step: AnyStep, run: Run) -> bool:
    """Whether one more answer belongs to the same question: a line of a list, something ticked beside own words."""
    return isinstance(step, ManyStep) or (
        isinstance(step, ListStep) and len(asking.given(run, step.id)) < step.most
    )


def _without_bell(step: AnyStep, move: Move, run: Run) -> Move:
    if not isinstance(step, PauseStep) or step.seconds is None:
        return move
    return replace(move, changes=(pauses.no_bell(run), *move.changes))


def _back(scene: Scene, exercise: Exercise, place: Answering) -> Move:
    """To the step answered before; its answer is asked for anew, and the old one stands until it is given."""
    before = stepping.before(scene, exercise, place)
    return (
        at(scene, exercise, before)
        if before
        else again(scene, exercise, replace(place, view="ask", door=None))
    )
