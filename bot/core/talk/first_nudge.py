"""When homework is to come first, chosen after a session: one nudge at that moment, and its own plan goes on beside it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from bot.core.changes import FollowUp
from bot.core.person import Assignment
from bot.core.plan import After, after_quiet, closes_at, instant, local_day
from bot.core.run import Run
from bot.core.scene import Move, Scene, bubble, in_rows
from bot.core.talk import following
from bot.core.text import clip
from bot.core.turn import Button, Reply

DAYS = 3
"""Tonight, or one of the evenings after it."""
FARTHEST = timedelta(days=DAYS + 1)
NAME = 60


def given(scene: Scene) -> tuple[Assignment, ...]:
    """The homework that was given and that something can be asked of."""
    return tuple(
        each
        for each in scene.person.assignments
        if not each.own and scene.exercise(each.exercise) is not None
    )


def offered(scene: Scene, run: Run) -> tuple[Reply, ...]:
    """The question when the first piece of homework is to come; nothing where there is none."""
    pieces = given(scene)
    if not pieces or not run.has_something:
        return ()
    name = _name(scene, pieces[0])
    asked = scene.say("When would “{piece}” suit you first? Its own times go on as they are.", piece=name)
    first = following.due(scene, "evening")
    evenings = (following.evening_after(scene, first, n).astimezone(scene.zone) for n in range(DAYS))
    picks = [
        Button(label=scene.calendar.day_and_hour(at), do=f"first:{at:%Y%m%d}:{run.id}", stands=True)
        for at in evenings
    ]
    return (bubble(asked, (*in_rows(picks), (scene.button("As planned", "done", stands=True),))),)


def tapped(scene: Scene, argument: str) -> Move:
    """An evening was chosen; one that has passed, or with nothing given by now, is chosen no more."""
    day, _, run = argument.partition(":")
    at, pieces, owner = _evening_of(scene, day), given(scene), scene.person.id
    if at is None or not pieces or owner is None or not _is_id(run):
        return Move(toast=scene.label("That one has closed."))
    carrier = Assignment(
        id=str(uuid5(UUID(owner), f"first:{pieces[0].exercise}")),
        exercise=pieces[0].exercise,
        plan=After(),
        words=pieces[0].words,
        given_at=scene.now,
        own=True,
    )
    nudge = FollowUp(
        occurrence=str(uuid5(UUID(run), "first")),
        assignment=carrier,
        about=run,
        local_date=local_day(at, scene.profile.zone),
        due=at,
        expires=closes_at(at, scene.profile.hours),
    )
    said = scene.say("It comes {day} at {time}.", day=scene.day(at), time=scene.clock(at))
    return Move(says=(bubble(said),), changes=(nudge,))


def _name(scene: Scene, piece: Assignment) -> str:
    exercise = scene.exercise(piece.exercise)
    assert exercise is not None, "given() has looked it up"
    return exercise.title if exercise.keywords or not piece.words else clip(piece.words, NAME)


def _evening_of(scene: Scene, day: str) -> datetime | None:
    """The client's evening on that date; None where that is no date, has passed, or is farther off than was offered."""
    try:
        chosen = datetime.strptime(day, "%Y%m%d").replace(tzinfo=UTC).date()
    except ValueError:
        return None
    hours = scene.profile.hours
    at = after_quiet(instant(chosen, hours.evening or following.EVENING, hours.zone), hours)
    return at if scene.now < at < scene.now + FARTHEST else None


def _is_id(run: str) -> bool:
    try:
        return str(UUID(run)) == run
    except ValueError:
        return False
