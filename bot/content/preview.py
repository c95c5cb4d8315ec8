"""Everything the coach can say, as one page for a clinician to read and print: no script, nothing loaded, all escaped."""

from collections.abc import Iterable, Iterator

from bot.content.exercise_table import GRADES, comes
from bot.content.preview_steps import closing, escaped, paragraph, step
from bot.core.exercise import Exercise
from bot.core.helplines import HelpLine
from bot.core.library import Library
from bot.core.senses import Senses

_STYLE = """
body { font: 16px/1.5 Georgia, serif; color: #1c1c1c; background: #fff; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
h1, h2, h3, h4, th, .label, .when, .fine { font-family: system-ui, sans-serif }
h2 { border-bottom: 2px solid #1c1c1c; margin-top: 3rem } h3 { margin: 2.5rem 0 .2rem } h4 { margin: 1.2rem 0 .2rem }
p { margin: .3rem 0 } ul { margin: .2rem 0; padding-left: 1.3rem }
.label { display: inline-block; border: 1px solid #777; border-radius: .4rem; padding: 0 .5rem; margin: .1rem .2rem .1rem 0; font-size: .85rem }
.fine { color: #555; font-size: .85rem } .when { color: #7a4b00; font-size: .85rem } .quote { margin-left: 1rem; color: #333 }
table { border-collapse: collapse; width: 100% } td, th { border-bottom: 1px solid #ddd; padding: .2rem .5rem .2rem 0; text-align: start; vertical-align: top }
@media print { body { max-width: none; margin: 0; font-size: 11pt } h3 { break-before: page } h4, table { break-inside: avoid } }
"""
_ABOUT = (
    "Every word below stands in a file, and the coach has no others except what the client wrote and it quotes: "
    "{names in braces} are such quotations. Several wordings of one question are used in turn. Buttons stand in frames. "
    "What is in brown says when something is asked or said. Beside these there are, under every question, Skip and Stop "
    "here, and under every stop This doesn't suit me."
)


def as_html(library: Library) -> str:
    """The page."""
    languages = list(dict.fromkeys(["en", *sorted({language for language, _ in library.exercises})]))
    body = [
        "<h1>Everything the coach can say</h1>",
        paragraph(_ABOUT),
        *_contents(library, languages),
        *(line for language in languages for line in _exercises(library, language)),
        *(line for language, senses in sorted(library.senses.items()) for line in _senses(language, senses)),
        *_sentences(library),
        *_help_lines(library),
    ]
    head = f'<meta charset="utf-8"><title>Everything the coach can say</title><style>{_STYLE}</style>'
    return (
        f'<!doctype html>\n<html lang="en"><head>{head}</head>\n<body>\n'
        + "\n".join(body)
        + "\n</body></html>\n"
    )


def _contents(library: Library, languages: Iterable[str]) -> Iterator[str]:
    yield "<h2>Contents</h2><ul>"
    for language in languages:
        names = ", ".join(
            f'<a href="#{language}-{each.id}">{escaped(each.title)}</a>'
            for each in _ordered(library, language)
        )
        yield f"<li>{escaped(language)}: {names}</li>"
    yield '<li><a href="#sentences">The coach\'s own sentences</a>, <a href="#lines">help lines</a></li></ul>'


def _ordered(library: Library, language: str) -> list[Exercise]:
    found = (each for (spoken, _), each in library.exercises.items() if spoken == language)
    return sorted(found, key=lambda each: (each.code, each.id))


def _exercises(library: Library, language: str) -> Iterator[str]:
    yield f"<h2>Exercises, {escaped(language)}</h2>"
    for each in _ordered(library, language):
        yield f'<section lang="{language}">'
        yield from _exercise(each)
        yield "</section>"


def _exercise(each: Exercise) -> Iterator[str]:
    review = (
        f"reviewed by {each.reviewed_by} on {each.reviewed_on}" if each.reviewed_by else "not reviewed yet"
    )
    evidence = f"evidence {each.evidence.grade} ({GRADES[each.evidence.grade]}): {each.evidence.source}"
    yield f'<h3 id="{each.language}-{each.id}">{escaped(each.code)} {escaped(each.title)}</h3>'
    yield paragraph(f"{each.id}, revision {each.revision}; {review}; {evidence}", "fine")
    yield paragraph(f"{each.gist}; about {each.minutes} min; comes {comes(each.rhythm)}", "fine")
    yield paragraph(each.why)
    yield from _flags(each)
    yield "<h4>Opens with</h4>" + _list([*each.prompt.vague, *each.prompt.full, *each.prompt.again])
    if each.breather:
        yield paragraph(f"From the {each.breather.from_run}. time on one day: {each.breather.ask}")
        yield paragraph(each.breather.slow, "quote")
    for number, one in enumerate(each.steps, 1):
        yield from step(number, one, is_tiny=one.id in each.tiny)
    for way in each.exits:
        at = f" ({', '.join(way.steps)})" if way.steps else ""
        yield f'<h4>Way out <span class="label">{escaped(way.label)}</span>{escaped(at)}</h4>'
        yield _list(way.say) + paragraph(f"Put down for the session: {way.note}", "fine")
    yield from closing(each.closing)


def _flags(each: Exercise) -> Iterator[str]:
    does = {
        "off": "it is off",
        "confirm": "it is off until the therapist says that there is no concern",
        "leave_out": "these steps are left out:",
        "tell": "the therapist reads:",
    }
    for one in each.flags:
        yield paragraph(f"{one.flag}: {does[one.does]} {', '.join(one.steps)} {one.say}", "when")


def _senses(language: str, senses: Senses) -> Iterator[str]:
    yield f'<h2>Prompts for the senses, {escaped(language)}</h2><table lang="{language}">'
    for each in senses.prompts:
        options = "".join(f'<span class="label">{escaped(option.label)}</span>' for option in each.options)
        yield f"<tr><td>{escaped(each.ask)} {options}</td><td>{escaped(each.stay)}</td></tr>"
    yield "</table>"


def _sentences(library: Library) -> Iterator[str]:
    """The coach's own sentences in every language there are words of, side by side."""
    languages = sorted(library.words)
    english = sorted({sentence for words in library.words.values() for sentence in words.sentences})
    heads = "".join(f"<th>{escaped(each)}</th>" for each in ["en", *languages])
    yield f'<h2 id="sentences">The coach\'s own sentences</h2><table><tr>{heads}</tr>'
    for sentence in english:
        cells = "".join(
            f'<td lang="{each}" dir="auto">{escaped(library.words[each].of(sentence))}</td>'
            for each in languages
        )
        yield f"<tr><td>{escaped(sentence)}</td>{cells}</tr>"
    yield "</table>"


def _help_lines(library: Library) -> Iterator[str]:
    yield '<h2 id="lines">Help lines</h2>'
    yield paragraph("As the files have them; each is to be called by a person before anybody enrols.", "fine")
    for country, lines in sorted(library.help_lines.items()):
        yield f"<h4>{escaped(country)}: {escaped(lines.name)}, emergency {escaped(lines.emergency)}</h4>"
        yield _list([_in_one(line) for line in lines.lines])


def _in_one(line: HelpLine) -> str:
    ways = [
        f"call {line.call}" if line.call else "",
        f"text {line.text_word} {line.text}" if line.text else "",
        line.chat,
    ]
    checked = f"verified {line.verified_on}" if line.verified_on else "never verified"
    return f"{line.name}: {', '.join(way for way in ways if way)}; {line.hours}; {checked}; read at {line.source_url}"


def _list(lines: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{escaped(line)}</li>" for line in lines) + "</ul>"
