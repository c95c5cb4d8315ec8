"""A client's own copy as one page to read or print: no script, nothing from elsewhere, every word escaped."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape

from bot.core.own_record import OwnAccess, OwnAnswer, OwnRecord, OwnRun
from bot.core.person import Profile
from bot.core.record import Arrangement, ExportedOccurrence, WrittenSummary
from bot.core.words import to_say
from bot.export.copy_data import Missing, Packed, Recordings
from bot.export.copy_deeds import told
from bot.export.guard import visible
from bot.export.tongue import Tongue

_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; border-bottom: 1px solid #bbb; }
h3 { font-size: 1rem; margin: 1.5rem 0 .3rem; } .aside { color: #555; font-weight: normal; }
dl { margin: 0; } dt { color: #555; font-size: .9rem; } dd { margin: 0 0 .5rem; white-space: pre-wrap; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: start; vertical-align: top; }
td, th { padding: .2rem .8rem .2rem 0; border-bottom: 1px solid #ddd; }
section { break-inside: avoid; } @media print { body { margin: 0; max-width: none; } h2 { break-after: avoid; } }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def copy_page(record: OwnRecord, recordings: Recordings, tongue: Tongue, made_at: datetime) -> str:
    """The page, whole."""
    say = tongue.say
    title = say("Your copy")
    parts = [
        f"<h1>{_text(title)}</h1>",
        _paragraph(f"{say('Made on')} {tongue.moment(made_at)}. {say('Your code')}: {record.code}"),
        _paragraph(f"{say('Your therapist')}: {record.therapist}") if record.therapist else "",
        _part(say("What you wrote"), _runs(record.runs, recordings, tongue)),
        _part(say("What you chose"), [_list(_choices(record.profile, tongue))]),
        _part(say("Homework"), _homework(record, tongue)),
        _part(say("Sessions"), _table(_session(each, tongue) for each in record.sessions)),
        _part(say("Written down for you"), _table(_summary(each, tongue) for each in record.summaries)),
        _part(say("Nudges"), _table(_nudge(each, tongue) for each in record.nudges)),
        _part(say("What you agreed to"), _table(_consents(record, tongue))),
        _part(say("The help card was shown"), _table([tongue.moment(each.at)] for each in record.cards)),
        _part(
            say("Files made of what you share"),
            _table(_access(each, record.therapist, tongue) for each in record.accesses),
        ),
        _part(say("Who looked, and what was done"), _table(told(record.deeds, tongue))),
    ]
    return _document(title, "\n".join(part for part in parts if part), tongue)


def _document(title: str, body: str, tongue: Tongue) -> str:
    language, direction = str(tongue.locale).replace("_", "-"), tongue.locale.text_direction
    return (
        f'<!doctype html>\n<html lang="{escape(language)}" dir="{escape(direction)}">\n<head>\n'
        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


# --- what stands in it --------------------------------------------------------------------------


def _runs(runs: Sequence[OwnRun], recordings: Recordings, tongue: Tongue) -> list[str]:
    return [_run(each, recordings, tongue) for each in reversed(runs) if each.answers]


def _run(run: OwnRun, recordings: Recordings, tongue: Tongue) -> str:
    aside = [tongue.moment(run.started_at)]
    aside += [tongue.say("private")] if run.private else []
    aside += [tongue.say("stopped on the way")] if run.outcome == "part" else []
    head = f"<h3>{_own(tongue.title(run.exercise))} {_aside(' · '.join(aside))}</h3>"
    answers = [
        (tongue.step(run.exercise, each.step), _answer(each, recordings.get(each.id), tongue))
        for each in run.answers
    ]
    return f"<section>{head}{_pairs(answers)}</section>"


def _answer(answer: OwnAnswer, packed: Packed | None, tongue: Tongue) -> str:
    """What was given, as markup."""
    if answer.skipped:
        return _aside(tongue.say("passed over"))
    written = [_text(each) for each in (answer.label, answer.text) if each]
    return "<br>".join([*written, *_recording(packed, tongue)])


def _recording(packed: Packed | None, tongue: Tongue) -> list[str]:
    if packed is None:
        return []
    if packed.missing is None:
        return [f'<a href="{escape(packed.file)}">{_text(tongue.say("a recording"))}</a>']
    return [_aside(_why_missing(packed.missing, tongue))]


def _why_missing(missing: Missing, tongue: Tongue) -> str:
    match missing:
        case Missing.WANTED:
            return tongue.say("a recording, not fetched from Telegram yet")
        case Missing.GONE:
            return tongue.say("a recording that Telegram no longer had")
        case Missing.LOST:
            return tongue.say("a recording whose file could not be found")
        case Missing.TOO_LARGE:
            return tongue.say("a recording there was no room for in one file")


def _choices(chosen: Profile, tongue: Tongue) -> list[tuple[str, str]]:
    say, off = tongue.say, tongue.say("off")
    evening, noticing = (tongue.clock(at) if at else off for at in (chosen.evening, chosen.noticing))
    hour = chosen.week_at or chosen.evening
    weekly = f"{tongue.weekday(chosen.week_day)}, {tongue.clock(hour)}" if hour else off
    pairs = [
        (say("Name"), chosen.name),
        (say("Language"), tongue.spoken(chosen.language)),
        (say("Country"), tongue.country(chosen.country)),
        (say("Clock"), chosen.zone),
        (say("Quiet hours"), f"{tongue.clock(chosen.quiet.start)} - {tongue.clock(chosen.quiet.end)}"),
        (say("Evening question"), evening),
        (say("Noticing"), noticing),
        (say("Weekly check-in"), weekly),
        (say("Answers shared"), say(_SHARES[chosen.sharing])),
        (say("The therapist hears of the help card"), say("yes") if chosen.tell_therapist else say("no")),
        (say("Lock screen"), say("vague") if chosen.vague else say("full words")),
        (say("Senses"), ", ".join(say(_SENSES[each]) for each in chosen.senses)),
        (say("Values"), "\n".join(chosen.values)),
        (say("People"), "\n".join(f"{each.name}, {each.phone}" for each in chosen.people)),
        (say("Safety plan"), "\n".join(chosen.safety_plan)),
        (say("Your plan"), _plan(chosen)),
    ]
    return [(name, value) for name, value in pairs if value]


_SHARES = to_say({"all": "yes", "before_session": "before a session", "none": "no"})

_BY = to_say({"therapist": "therapist", "operator": "operator"})
_SENSES = to_say({"touch": "touch", "sound": "sound", "sight": "sight", "taste": "taste", "smell": "smell"})


def _plan(chosen: Profile) -> str:
    plan = chosen.plan
    return "\n".join(half for half in (plan.cue, plan.act, plan.stack) if half) if plan else ""


def _homework(record: OwnRecord, tongue: Tongue) -> list[str]:
    return _table(
        [
            tongue.date(each.given_at),
            tongue.title(each.exercise),
            each.words,
            tongue.say("your own choice") if each.own else "",
            f"{tongue.say('until')} {tongue.date(each.ended_at)}" if each.ended_at else "",
        ]
        for each in record.homework
    )


def _session(each: Arrangement, tongue: Tongue) -> list[str]:
    ended = f"{tongue.say('until')} {tongue.date(each.ended_at)}" if each.ended_at else ""
    return [tongue.date(each.made_at), tongue.moment(each.next_at) if each.next_at else "", ended]


def _summary(each: WrittenSummary, tongue: Tongue) -> list[str]:
    return [tongue.date(each.met_at or each.made_at), "\n".join(text for text in each.texts if text)]


def _nudge(nudge: ExportedOccurrence, tongue: Tongue) -> list[str]:
    outcome = _OUTCOMES.get(nudge.outcome or "", nudge.outcome or "")
    return [tongue.moment(nudge.planned_at), tongue.title(nudge.exercise), tongue.say(outcome)]


_OUTCOMES = to_say(
    {
        "": "still open",
        "done": "done",
        "part": "stopped on the way",
        "declined": "not that day",
        "expired": "let go",
        "cancelled": "called off",
        "held_safety": "held back after the help card",
        "not_offered": "not asked",
        "undeliverable": "could not be sent",
    }
)


def _consents(record: OwnRecord, tongue: Tongue) -> Iterable[list[str]]:
    for each in record.consents:
        shared = _SHARES.get(str(each.choices.get("sharing")), "")
        sharing = f"{tongue.say('Answers shared')}: {tongue.say(shared)}" if shared else ""
        yield [tongue.moment(each.at), f"{tongue.say('Version')} {each.version}", sharing]


def _access(access: OwnAccess, therapist: str, tongue: Tongue) -> list[str]:
    who = therapist if access.by == "therapist" and therapist else tongue.say(_BY[access.by])
    since = f"{tongue.say('from')} {tongue.date(access.since)}" if access.since else ""
    return [tongue.moment(access.at), who, access.form.upper(), since]


# --- how it stands there ------------------------------------------------------------------------


def _part(title: str, content: Sequence[str]) -> str:
    return f"<h2>{_text(title)}</h2>\n" + "\n".join(content) if any(content) else ""


def _list(pairs: Iterable[tuple[str, str]]) -> str:
    return _pairs([(name, _text(value)) for name, value in pairs])


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    """Names and what belongs to them, the latter as markup."""
    lines = "".join(f'<dt>{_text(name)}</dt><dd dir="auto">{markup}</dd>' for name, markup in pairs)
    return f"<dl>{lines}</dl>"


def _table(rows: Iterable[Sequence[str]]) -> list[str]:
    lines = ["<tr>" + "".join(f'<td dir="auto">{_text(cell)}</td>' for cell in row) + "</tr>" for row in rows]
    return [f"<table>{''.join(lines)}</table>"] if lines else []


def _paragraph(text: str) -> str:
    return f"<p>{_text(text)}</p>"


def _aside(text: str) -> str:
    return f'<span class="aside">{_text(text)}</span>'


def _own(text: str) -> str:
    return f'<span dir="auto">{_text(text)}</span>'


def _text(text: str) -> str:
    return escape(visible(text))
