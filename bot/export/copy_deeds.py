"""Says in a client's own copy who looked at what is theirs, or took it out, and when."""

from collections.abc import Iterable, Iterator

from bot.core.person import Seen
from bot.core.talk.seeing import SOMEBODY, sentence_of
from bot.core.text import fill
from bot.export.tongue import Tongue


def told(deeds: Iterable[Seen], tongue: Tongue) -> Iterator[list[str]]:
    """A row for each: when, what was done and by whom, and as what where it was a file."""
    for each in deeds:
        name = each.name or tongue.say(SOMEBODY)
        said = fill(tongue.say(sentence_of(each)), name=name).text
        yield [tongue.moment(each.at), said, each.detail if each.event == "file" else ""]
