"""The brief: one screen before a session, asked for or by itself; and from there the page, the text to paste, the rest."""

from dataclasses import replace
from datetime import timedelta

from bot.core import nearing
from bot.core.brief.lines import Section, covered, heading, privacy_lines, sections
from bot.core.brief.made import made_of
from bot.core.brief.paste import SCHEMES, Scheme, pasted
from bot.core.brief.value import Brief
from bot.core.changes import TimerSet
from bot.core.inputs import TimerOver
from bot.core.person import ClientCard, Look
from bot.core.scene import Move, Scene, bubble, in_rows
from bot.core.session import Resting
from bot.core.speech import Speech, speech_of
from bot.core.talk import choosing
from bot.core.text import Rich, clip, joined, marked
from bot.core.therapist_places import Looking
from bot.core.turn import SELF, THERAPIST, Button, FileOrder, Reply, Rows

ROOM = 3_800
"""So many characters a brief has on one screen."""
LINE = 360
MOST_LINES = 10
FIRST_TO_GO = ("words", "scales", "guesses", "plan", "sizes")
"""What is left out first where there is no room for all of it; the page has it."""


def start(scene: Scene) -> Move:
    """/brief"""
    clients = scene.person.clients
    if not clients:
        return Move(says=(bubble(scene.say("Nobody has joined yet. /invite makes a link.")),), fresh=True)
    if len(clients) == 1:
        return shown(scene, clients[0])
    return ask_whose(scene, Looking(brief=True))


def ask_whose(scene: Scene, place: Looking) -> Move:
    """The question about whom."""
    rows = (*in_rows(choosing.picks(scene)), (scene.button("Stop here", "stop"),))
    said = choosing.asked(scene, scene.say("About whom?"))
    return Move(place=replace(place, view="who", client=None), says=(bubble(said, rows),))


def tapped(scene: Scene, what: str, card: ClientCard) -> Move:
    """A button under a brief."""
    match what:
        case "page":
            return _page(scene, card)
        case "paste":
            labels = [
                Button(label=each.upper(), do=f"brief:{each}:{card.id}", stands=True) for each in SCHEMES
            ]
            return Move(says=(bubble(scene.say("Under which headings?"), in_rows(labels, 4)),), fresh=True)
        case "soap" | "dap" | "birp" | "girp":
            return _pasted(scene, card, what)
        case _:
            return shown(scene, card)


def shown(scene: Scene, card: ClientCard) -> Move:
    """The brief on the screen, in a message of its own that cannot be passed on."""
    look = scene.person.look
    if look is None or look.record.id != card.id:
        return Move(place=_after(scene), says=(_offered(scene, card),), fresh=True)
    speech = _speech(scene, scene.profile.zone)
    said = said_of(scene, look, speech, card.nickname)
    return Move(place=_after(scene), says=(replace(said, rows=_rows(scene, card.id)),), fresh=True)


def _after(scene: Scene) -> Resting | None:
    """The question about whom is answered; whatever else is open stays open."""
    return Resting() if isinstance(scene.session.place, Looking) else None


def said_of(scene: Scene, look: Look, speech: Speech, name: str) -> Reply:
    """One message with everything that there is room for."""
    brief = made_of(look.record, speech, look.since, scene.now, name)
    return replace(bubble(_text(brief, speech)), protected=True)


def _offered(scene: Scene, card: ClientCard) -> Reply:
    """A button for the one who was named: what they share is read by the next turn."""
    label = clip(card.nickname, 24)
    row = (Button(label=label, do=f"brief:show:{card.id}", stands=True),)
    return bubble(scene.say("This one?"), (row,))


# --- by itself --------------------------------------------------------------------------------------


def timer(scene: Scene, given: TimerOver) -> Move:
    """It is due for the appointment ahead, or will be: the therapist's hour counts. This is the client's turn, and says
    nothing to the client."""
    start_at, look = scene.person.next_appointment, scene.person.look
    minutes = scene.person.brief_before
    if start_at is None or look is None or given.subject != nearing.subject_of(start_at) or not minutes:
        return Move()
    due = start_at - timedelta(minutes=minutes)
    if scene.now < due:
        return Move(changes=(TimerSet(timer="brief", subject=given.subject, at=due),))
    theirs = scene.to_therapist
    said = said_of(theirs, look, _speech(theirs, scene.person.therapist_zone), scene.person.nickname)
    return Move(says=(replace(said, rows=_rows(theirs, scene.person.id or ""), to=THERAPIST),))


# --- on the screen ----------------------------------------------------------------------------------


def _text(brief: Brief, speech: Speech) -> Rich:
    """As much of it as there is room for."""
    left_out: set[str] = set()
    for key in FIRST_TO_GO:
        text = _whole(brief, speech, left_out)
        if len(text.text) <= ROOM:
            return text
        left_out.add(key)
    return _whole(brief, speech, left_out)


def _whole(brief: Brief, speech: Speech, left_out: set[str]) -> Rich:
    head = joined([marked("bold", heading(brief, speech)), covered(brief, speech)])
    found = joined([_section(each) for each in sections(brief, speech) if each.key not in left_out])
    return joined([head, found, joined(privacy_lines(brief, speech))], "\n\n")


def _section(section: Section) -> Rich:
    """One line is told behind its heading, more stand below it; words are folded up."""
    cut = [clip(each, LINE) for each in section.lines[:MOST_LINES]]
    if section.key == "words":
        return joined([marked("bold", section.title), marked("folded_quote", "\n".join(cut))])
    if len(cut) == 1:
        return marked("bold", f"{section.title}:") + f" {cut[0]}"
    listed = "\n".join(f"• {each}" for each in cut)
    return joined([marked("bold", section.title), listed])


def _rows(scene: Scene, client: str) -> Rows:
    return (
        (
            scene.button("All entries", f"progress:entries:{client}", stands=True),
            scene.button("Next homework", f"give:{client}", stands=True),
        ),
        (
            scene.button("PDF to read", f"brief:page:{client}", stands=True),
            scene.button("Text to paste", f"brief:paste:{client}", stands=True),
        ),
    )


def _page(scene: Scene, card: ClientCard) -> Move:
    look = scene.person.look
    order = FileOrder(
        clients=(card.id,),
        format="pdf",
        since=look.since if look else None,
        until=scene.now,
        language=scene.language,
        zone=scene.profile.zone,
    )
    return Move(
        says=(Reply(kind="file", file=order, to=SELF),), toast=scene.label("Here it comes."), fresh=True
    )


def _pasted(scene: Scene, card: ClientCard, scheme: Scheme) -> Move:
    look = scene.person.look
    if look is None or look.record.id != card.id:
        return shown(scene, card)
    speech = _speech(scene, scene.profile.zone)
    text = pasted(made_of(look.record, speech, look.since, scene.now), speech, scheme)
    return Move(says=(bubble(marked("code", text[:ROOM])),), fresh=True)


def _speech(scene: Scene, zone: str) -> Speech:
    return speech_of(scene.library, scene.language, zone)
