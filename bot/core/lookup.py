"""What an input points back to, so that the coach can load it beside the person.

Two steps, because an input alone does not say where its sender stands. `lookup(given)` reads the input. Once the
person's session is known, whoever loads calls `seen_from(hint, place)` and acts on what that gives:

- `page_offset` not None: load `Person.page`, up to PAGE of the client's own finished runs (outcome done or part, with
  at least one answer that was not passed over), newest first by `started`, beginning at `page_offset`. `page_query`,
  where it is not empty, keeps only runs with an answer whose text or label holds these words; `page_exercise`, where
  it is not empty, only runs of that exercise. `NotesPage.total` counts all that match, `NotesPage.offset` is the one
  asked for; an offset past the end gives no runs. Private runs are their own client's to read, so they are in.
- otherwise `code`, `run` or `message` as before.
"""

from dataclasses import dataclass, replace

from bot.core.inputs import Commanded, Edited, Input, Said, Tapped
from bot.core.places import Browsing
from bot.core.session import AnyPlace
from bot.core.talk.matching import matching

PAGE = 4
"""How many runs one page of notes holds."""
QUERY_LIMIT = 80
"""How many characters of what was typed are searched for."""
RUN_ACTIONS = frozenset({"change", "insist", "later", "private", "shown", "theirs"})
CODE_ACTIONS = frozenset({"hello", "agree", "read", "refuse", "notmine"})
LINK_ACTIONS = frozenset({"letin", "lock", "scan"})
"""What a therapist does about an invitation of theirs as it stands."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """At most one of: a kept run by its id, a kept run by the number of the message it was typed in, an invitation
    by its code, a page of the client's own runs.

    `words` and `button` are what was typed or tapped: what they stand for depends on the place, and `seen_from` says.
    `draft` asks for what stands of a session's summary besides; a therapist who is arranging gets it in any case.
    `seen` asks for what was done about the client, `newcomers` for those who wait to be let in by the therapist,
    `past` for the client's homework that is over.
    """

    run: str | None = None
    message: int | None = None
    code: str | None = None
    page_offset: int | None = None
    page_query: str = ""
    page_exercise: str = ""
    words: str = ""
    button: str = ""
    draft: bool = False
    seen: bool = False
    newcomers: bool = False
    past: bool = False


def lookup(given: Input) -> Lookup:
    """What has to be loaded besides the person to take `given`, as far as the input alone can say."""
    match given:
        case Edited(message=message):
            return Lookup(message=message)
        case Commanded(name="start", argument=code) if code:
            return Lookup(code=code)
        case Commanded(name="clients"):
            return Lookup(newcomers=True)
        case Commanded(name="notes"):
            return Lookup(page_offset=0)
        case Commanded(name="today"):
            return _AGENDA
        case Tapped(do=do, nonce=None):
            return _tapped(*split(do))
        case Tapped(do=do):
            return Lookup(button=do)
        case Said(text=text, reply_run=run) if run:
            return Lookup(run=run, words=text)
        case Said(text=text, reply_to=message):
            return Lookup(message=message, words=text)
        case _:
            return Lookup()


def seen_from(hint: Lookup, place: AnyPlace) -> Lookup:
    """`hint` for somebody who stands at `place`: among the notes, words and buttons name a page or a run, and whatever
    else comes in may have to show the open one again."""
    if not isinstance(place, Browsing) or not (hint.words or hint == Lookup(button=hint.button)):
        return hint
    hint = Lookup(words=hint.words, button=hint.button)
    button = meant(place, hint.words, hint.button)
    if not button and hint.words and place.view == "search":
        return replace(hint, page_offset=0, page_query=searched(hint.words))
    return _among_notes(place, *split(button)) or _as_it_is(hint, place)


def meant(place: Browsing, words: str, button: str) -> str:
    """The button of the open notes that was tapped, or that typed words stand for; "" for neither."""
    return button or matching(words, place.ways, loosely=place.view != "search") or ""


def searched(words: str) -> str:
    """What is searched for when these words were typed."""
    return " ".join(words.split())[:QUERY_LIMIT]


def split(do: str) -> tuple[str, str]:
    """A button's action and its argument: "private:4f…" is ("private", "4f…")."""
    name, _, argument = do.partition(":")
    return name, argument


def _tapped(name: str, argument: str) -> Lookup:
    if name in RUN_ACTIONS:
        return Lookup(run=argument)
    if name in CODE_ACTIONS | LINK_ACTIONS:
        return Lookup(code=argument)
    if name == "note":
        return _note(*split(argument))
    if name == "noticed":
        return _noticed(*split(argument))
    if name == "agenda":
        return _agenda(*split(argument))
    return Lookup(draft=name == "recap", seen=(name, argument) == ("mine", "seen"))


_AGENDA = Lookup(page_offset=0, page_exercise="for-session")


def _agenda(name: str, argument: str) -> Lookup:
    """ "agenda:show" is the client's list, "agenda:pick:4" a page of notes for it, "agenda:take:4f…" one of them."""
    match name:
        case "show":
            return _AGENDA
        case "pick" if argument.isdecimal():
            return Lookup(page_offset=min(int(argument[:6]), 999_999))
        case "take" if argument:
            return Lookup(run=argument)
        case _:
            return Lookup()


def _note(name: str, argument: str) -> Lookup:
    """Buttons of a note stand for ever: "note:all" is the first page, "note:open:4f…" one run."""
    return Lookup(page_offset=0) if name == "all" else Lookup(run=argument) if argument else Lookup()


def _noticed(name: str, argument: str) -> Lookup:
    """ "noticed:word:4f…" adds to that noticing; its other buttons point back to nothing kept."""
    return Lookup(run=argument) if name == "word" and argument else Lookup()


def _among_notes(place: Browsing, name: str, argument: str) -> Lookup | None:
    match name:
        case "page" if argument.isdecimal():
            offset = min(int(argument[:6]), 999_999)
            return Lookup(page_offset=offset, page_query=place.query, page_exercise=place.exercise)
        case "only":
            return Lookup(page_offset=0, page_exercise=argument)
        case "note" | "change":
            return _tapped(name, argument)
        case "past":
            return Lookup(past=True)
        case _:
            return None


def _as_it_is(hint: Lookup, place: Browsing) -> Lookup:
    if place.view == "past":
        return replace(hint, past=True)
    if place.run:
        return replace(hint, run=place.run)
    return replace(hint, page_offset=place.offset, page_query=place.query, page_exercise=place.exercise)
