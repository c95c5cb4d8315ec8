"""The help card: before anything else, from any state, for anyone; and what can follow it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from bot.core.changes import CardAnswered, CardShown, Change
from bot.core.helplines import HelpLine, HelpLines
from bot.core.person import Profile, Role
from bot.core.places import Noticing
from bot.core.safety import Tier
from bot.core.scene import Move, Scene, bubble, in_rows
from bot.core.session import Answering, AnyPlace, Prompted, Resting, Settling
from bot.core.talk import looking_in, nudges, on_top, out_of_hours, owning, telling
from bot.core.text import Rich, joined
from bot.core.turn import Reply, Rows

SHOWN_LINES = 3


def screened(scene: Scene, tier: Tier) -> Move:
    """Crisis words came in: the card, a hold on nudges, and the open flow parked until it is asked for."""
    place = scene.session.place
    event = CardShown(tier=tier, at=scene.now, exercise=_exercise_of(place))
    changes: tuple[Change, ...] = (event, *looking_in.planned(scene)) if scene.person.id else ()
    writing = owning.still_offered(scene)
    for nudge in nudges.waiting(scene.session):
        changes += nudges.over(nudge, "held_safety", "after the help card")
    move = Move(
        # The first questions stay open: nothing else would ever bring them back.
        place=writing.place or (place if isinstance(place, Settling) else Resting()),
        parked=place if isinstance(place, Answering) else None,
        says=(*card(scene, tier), *telling.notice(scene, tier, event.exercise), *writing.says),
        changes=changes,
        profile=_held(scene, tier),
        of_card=telling.words_of(scene.given) if scene.person.role is Role.CLIENT else None,
        fresh=True,
    )
    return on_top.put(scene, move) if tier is Tier.EXPLICIT else move


def asked_for(scene: Scene) -> Move:
    """/sos: the same card, with nothing noted and nothing held; under it what is the client's own."""
    return Move(says=(*card(scene, Tier.EXPLICIT), *owning.invited(scene)), fresh=True)


def card(scene: Scene, tier: Tier) -> tuple[Reply, ...]:
    """The card as messages: who to call, one contact to tap, and what else there is."""
    country = scene.profile.country if scene.person.id else scene.library.practice.country
    lines = scene.library.help_lines.get(country)
    first = replace(bubble(_numbers(scene, tier, lines)), kind="safety", protected=_is_own(scene))
    # Their plan may come to stand in this message later, and whether it can be passed on is settled as it is sent.
    asks = bubble(scene.say("What would help first?"), _choices(scene, tier))
    last = replace(asks, kind="safety", protected=scene.person.role is Role.CLIENT)
    contact = _contact(lines)
    return (first, contact, last) if contact else (first, last)


def _is_own(scene: Scene) -> bool:
    """Whether somebody of the client's own stands on the card; numbers for anyone may be passed on."""
    return bool(owning.first_of_people(scene))


def emergency_text(lines: HelpLines | None, label: Callable[[str], str] = str) -> str:
    """The card as plain words, for the moment when not even the database answers; `label` translates."""
    head = label("I'm a program and nobody is reading this live. If you might act on this, please call now.")
    return "\n".join([head, *_lines_of(lines, label)])


def tapped(scene: Scene, do: str) -> Move:
    """A button of the card. None of them closes it."""
    match do:
        case "breathe":
            return Move(says=(_standing_card(scene, _breathing(scene)),))
        case "safe":
            return _said_safe(scene)
        case "other":
            said = scene.say("All right, taken as you meant it. The numbers stay, and so does /sos.")
            below = (*_go_on(scene), *telling.rows(scene))
            return Move(says=(bubble(said, below),), changes=_answered(scene, "other"))
        case "better" | "same":
            return looking_in.heard(scene)
        case "unasked":
            return looking_in.dropped(scene)
        case "now" | "worse":
            return Move(says=card(scene, Tier.EXPLICIT), fresh=True)
        case "call" if scene.person.role is Role.CLIENT:
            below = (*_go_on(scene), telling.words_row(scene))
            return telling.ask_for_a_call(scene, tuple(row for row in below if row))
        case "words":
            return telling.send_words(scene, _go_on(scene))
        case "plan" if scene.profile.safety_plan:
            return Move(says=(_standing_card(scene, owning.plan(scene), seen="plan"),))
        case "people" if scene.profile.people:
            own = _standing_card(scene, owning.people(scene), seen="people")
            return Move(says=(own, *owning.contacts(scene)))
        case _:
            return Move(says=(_standing_card(scene, scene.say("What would help first?")),))


def _numbers(scene: Scene, tier: Tier, lines: HelpLines | None) -> Rich:
    if tier is Tier.EXPLICIT:
        head = scene.say("I'm a program and can't tell how you are. Nobody is reading this live.")
        ask = scene.say("If you might act on this, or someone is in danger, please call now:")
    else:
        head = scene.say("I'm a program, and nobody is reading this live. That sounded heavy.")
        ask = scene.say("If it is more than words, people are there for it:")
    own = (*owning.first_of_people(scene), *out_of_hours.on_card(scene))
    return joined([head, ask, *own, *_lines_of(lines, scene.label)])


def _lines_of(lines: HelpLines | None, label: Callable[[str], str]) -> list[str]:
    if lines is None:
        return [label("112 or 911, or the emergency number where you are")]
    shown = [_line(line, label("call"), label("text"), label("or")) for line in lines.lines[:SHOWN_LINES]]
    return [f"{label('Emergency')}: {lines.emergency}", *shown]


def _line(line: HelpLine, call: str, text: str, either: str) -> str:
    texting = f"{text} {line.text_word + ' ' if line.text_word else ''}{line.text}" if line.text else ""
    ways = [f"{call} {line.call}" if line.call else "", texting, line.chat]
    return f"{line.name}: {f' {either} '.join(way for way in ways if way)}"


def _contact(lines: HelpLines | None) -> Reply | None:
    called = next((line for line in lines.lines if line.call), None) if lines else None
    return Reply(contact=(called.call.replace(" ", ""), called.name), kind="safety") if called else None


def _choices(scene: Scene, tier: Tier, seen: str = "") -> Rows:
    """What can be tapped under the card: first what is the client's own, without the one that is on the screen."""
    if scene.person.role is not Role.CLIENT:
        return ((scene.button("Breathe with me", "help:breathe", stands=True),),)
    own = owning.own_row(scene, seen)
    breathe = scene.button("Breathe with me", "help:breathe", stands=True)
    call = scene.button("Ask for a call", "help:call", stands=True)
    safe = scene.button("I'm safe right now", "help:safe", stands=True)
    other = scene.button("I meant it differently", "help:other", stands=True)
    if tier is Tier.EXPLICIT:
        return (*own, *in_rows([breathe, call, safe, other]))
    unsure = scene.button("Not sure", "help:breathe", stands=True)
    now = scene.button("I need help now", "help:now", stands=True)
    return (*own, (scene.button("I'm safe", "help:safe", stands=True), unsure), (now,), (other,))


def _standing_card(scene: Scene, words: Rich, seen: str = "") -> Reply:
    """The card's buttons under other words, once it stands: by now the words that brought it can be sent along."""
    sending = telling.words_row(scene)
    rows = (*_choices(scene, Tier.EXPLICIT, seen), *((sending,) if sending else ()))
    return replace(bubble(words, rows), protected=scene.person.role is Role.CLIENT)


def _said_safe(scene: Scene) -> Move:
    """It is believed, and closes nothing: the event, the hold and the numbers stay."""
    said = scene.say("Thank you for saying so. The numbers above stay, and /sos brings them back.")
    if scene.person.role is not Role.CLIENT:
        return Move(says=(bubble(said, _go_on(scene)),))
    next_time = scene.say("I'll look in once, in the morning.")
    rather_not = (scene.button("Rather not", "help:unasked", stands=True),)
    rows = (*_go_on(scene), *telling.rows(scene), rather_not)
    return Move(says=(bubble(joined([said, next_time]), rows),), changes=_answered(scene, "safe"))


def _answered(scene: Scene, answer: Literal["safe", "other"]) -> tuple[Change, ...]:
    return (CardAnswered(answer=answer),) if scene.person.id else ()


def _go_on(scene: Scene) -> Rows:
    if scene.session.parked is None:
        return ()
    return ((scene.button("Go on where I was", "continue", stands=True),),)


def _breathing(scene: Scene) -> Rich:
    return scene.say(
        "Feet on the floor. In through the nose while you count to four, out while you count to six. "
        "Five of those, at your own pace."
    )


def _held(scene: Scene, tier: Tier) -> Profile | None:
    if scene.person.role is not Role.CLIENT:
        return None
    until = scene.now + scene.library.holds.after(tier)
    return replace(scene.profile, held_until=max(until, scene.profile.held_until or until))


def _exercise_of(place: AnyPlace) -> str:
    match place:
        case Answering(run=run):
            return run.exercise
        case Prompted(exercise=exercise) | Noticing(exercise=exercise):
            return exercise
        case _:
            return ""
