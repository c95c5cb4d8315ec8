"""What is a client's own on the help card: the people they would call, and the lines of their safety plan."""

import re
from dataclasses import replace

from bot.core.inputs import Said, Tapped
from bot.core.lookup import split
from bot.core.person import Contact, Profile, Role
from bot.core.places import Setting
from bot.core.scene import Move, Scene, bubble, in_rows
from bot.core.talk import lingering
from bot.core.talk.matching import matching
from bot.core.text import Rich, clip, fill, joined
from bot.core.turn import Button, Reply, Rows
from bot.core.words import to_say

VIEWS = ("people", "plan")
MOST_LINES, MOST_PEOPLE = 6, 5
LINE_LIMIT, NAME_LIMIT = 200, 40
_PHONE = re.compile(r"[+(]?\d[\d\s()./-]{1,24}\d")


# --- on the card ----------------------------------------------------------------------------------


def own_row(scene: Scene, seen: str = "") -> Rows:
    """The buttons for what there is, save the one that is on the screen already."""
    there = {"plan": scene.profile.safety_plan, "people": scene.profile.people}
    labels = to_say({"plan": "My safety plan", "people": "My people"})
    row = [scene.button(labels[n], f"help:{n}", stands=True) for n in there if there[n] and n != seen]
    return (tuple(row),) if row else ()


def first_of_people(scene: Scene) -> tuple[Rich, ...]:
    """One line of the card: whom the client would call first."""
    return tuple(_person(each) for each in scene.profile.people[:1])


def plan(scene: Scene) -> Rich:
    """The client's own plan, line by line, in their words."""
    return joined([scene.say("Your plan:"), *_plan_lines(scene)])


def people(scene: Scene) -> Rich:
    """The client's own people, with their numbers."""
    return joined([scene.say("Your people:"), *(_person(each) for each in scene.profile.people)])


def contacts(scene: Scene) -> tuple[Reply, ...]:
    """The same people as contacts, which a phone can call with a tap."""
    return tuple(
        Reply(contact=(_dialled(p.phone), p.name), kind="safety", protected=True)
        for p in scene.profile.people
    )


def invited(scene: Scene) -> tuple[Reply, ...]:
    """Under /sos: what is there can be read and changed, what is not can be written."""
    if scene.person.role is not Role.CLIENT or lingering.is_settling_in(scene):
        return ()
    write = scene.label("My safety plan" if scene.profile.safety_plan else "Write my plan")
    add = scene.label("My people" if scene.profile.people else "Add someone")
    row = (Button(label=write, do="own:plan", stands=True), Button(label=add, do="own:people", stands=True))
    said = bubble(scene.say("Your own, for this card:"), (row,), silent=True)
    return (replace(said, protected=True),)


# --- writing it ------------------------------------------------------------------------------------


def tapped(scene: Scene, what: str) -> Move:
    """A standing button that opens the list of people or of lines."""
    if what not in VIEWS or lingering.is_settling_in(scene):
        return Move(toast=scene.label("That one has closed."))
    return _show(scene, Setting(view="plan" if what == "plan" else "people"))


def hear(scene: Scene, place: Setting) -> Move:
    """One more, one less, or done. Words are taken as one more for as long as the list was in use lately."""
    do = _button(scene, place)
    if do is not None:
        return _tapped(scene, place, *split(do))
    if isinstance(scene.given, Said) and scene.given.text.strip() and not lingering.is_old(scene):
        return _added(scene, place, scene.given.text)
    return lingering.instead(scene) or _show(scene, place)


def still_offered(scene: Scene) -> Move:
    """What was being written when its words brought the card up: it comes after the card, and is lost to nobody."""
    place, given = scene.session.place, scene.given
    if not isinstance(place, Setting) or place.view not in VIEWS or not isinstance(given, Said):
        return Move()
    here = replace(place, drafts=(*place.drafts, clip(given.text, LINE_LIMIT))[-MOST_LINES:])
    asked = bubble(scene.say("That line isn't kept yet. Keep it?"), _draft_rows(scene), silent=True)
    return Move(place=here, says=(replace(asked, protected=True),))


def _show(scene: Scene, place: Setting, profile: Profile | None = None, before: Rich | None = None) -> Move:
    seen = replace(scene, person=replace(scene.person, profile=profile or scene.profile))
    text = joined([before or "", _list(seen, place)], "\n\n")
    said = replace(bubble(text, _rows(seen, place)), protected=True)
    return Move(place=place, says=(said,), profile=profile)


def _list(scene: Scene, place: Setting) -> Rich:
    own = _lines(scene, place)
    numbered = [scene.fill("{number}. {line}", number=n, line=line) for n, line in enumerate(own, 1)]
    return joined([*numbered, _asked(scene, place, full=len(own) >= _most(place))])


def _asked(scene: Scene, place: Setting, *, full: bool) -> Rich:
    if full:
        return scene.say("That is as much as the card holds. Take one out to make room.")
    if place.view == "people":
        return scene.say("Who would you call? Send me a name and a number, like: Mara, 555 0134")
    return scene.say(
        "Send me a line of your plan: what tells you, what helps, who, where. Three to six lines fit."
    )


def _lines(scene: Scene, place: Setting) -> list[Rich]:
    if place.view == "people":
        return [_person(each) for each in scene.profile.people]
    return _plan_lines(scene)


def _plan_lines(scene: Scene) -> list[Rich]:
    return [Rich(clip(line, LINE_LIMIT)) for line in scene.profile.safety_plan]


def _most(place: Setting) -> int:
    return MOST_PEOPLE if place.view == "people" else MOST_LINES


def _rows(scene: Scene, place: Setting) -> Rows:
    outs = [
        Button(label=scene.say("Take out {number}", number=n + 1).text, do=f"out:{n}")
        for n in range(len(_lines(scene, place)))
    ]
    drafts = _draft_rows(scene) if place.drafts else ()
    return (*drafts, *in_rows(outs, 3), (scene.button("Done", "done"),))


def _draft_rows(scene: Scene) -> Rows:
    return ((scene.button("Keep it", "keep"), scene.button("Leave it out", "drop")),)


def _button(scene: Scene, place: Setting) -> str | None:
    match scene.given:
        case Tapped(do=do):
            return do
        case Said(text=text):
            labels = [(button.label, button.do) for row in _rows(scene, place) for button in row]
            return matching(text, labels, loosely=False)
        case _:
            return None


def _tapped(scene: Scene, place: Setting, name: str, argument: str) -> Move:
    match name:
        case "done":
            return lingering.closed(scene, "/sos")
        case "out" if argument.isdecimal() and int(argument[:4]) < len(_lines(scene, place)):
            return _show(scene, place, _without(scene.profile, place, int(argument[:4])))
        case "keep" if place.drafts and len(_lines(scene, place)) < _most(place):
            return _added(scene, replace(place, drafts=place.drafts[1:]), place.drafts[0])
        case "drop":
            return _show(scene, replace(place, drafts=()))
        case _:
            return _show(scene, place)


def _added(scene: Scene, place: Setting, text: str) -> Move:
    if len(_lines(scene, place)) >= _most(place):
        return _show(scene, place)
    if place.view == "plan":
        lines = (*scene.profile.safety_plan, clip(text, LINE_LIMIT))
        return _show(scene, place, replace(scene.profile, safety_plan=lines))
    contact = _read(text)
    if contact is None:
        return _show(scene, place, before=scene.say("I need a name and a number in one message."))
    return _show(scene, place, replace(scene.profile, people=(*scene.profile.people, contact)))


def _without(profile: Profile, place: Setting, number: int) -> Profile:
    if place.view == "people":
        return replace(profile, people=profile.people[:number] + profile.people[number + 1 :])
    return replace(profile, safety_plan=profile.safety_plan[:number] + profile.safety_plan[number + 1 :])


def _read(text: str) -> Contact | None:
    """A name and a number out of one line, in either order."""
    line = " ".join(text.split())
    found = _PHONE.search(line)
    if found is None or sum(each.isdigit() for each in found[0]) < 3:
        return None
    name = " ".join((line[: found.start()] + " " + line[found.end() :]).split()).strip(" ,;:-.()")
    return Contact(name=clip(name, NAME_LIMIT), phone=found[0].strip()) if name else None


def _person(contact: Contact) -> Rich:
    return fill("{name}: {phone}", name=contact.name, phone=contact.phone)


def _dialled(phone: str) -> str:
    """A number as a contact card takes it: digits, after a plus if there was one."""
    digits = "".join(str(int(each)) for each in phone if each.isdecimal())
    return f"+{digits}" if phone.lstrip("( ").startswith("+") else digits
