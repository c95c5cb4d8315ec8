"""The vocabulary by which a pasted session summary is read, checked and compiled from plain documents."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.summary_schema import BadWording, Document, Sentences, parse_wording
from bot.core.summary_words import Phrases, folded


@dataclass(slots=True)
class Path:
    """How openings go on from here, by next word or slot, and whether one may end here."""

    further: dict[str, "Path"] = field(default_factory=dict)
    ends: bool = False


SLOTS = ("{who}", "{client}", "{later}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Every language's vocabulary in one; phrases are keyed by their first word, longest first."""

    strong: Phrases
    soft: Phrases
    agenda: Phrases
    closing: Phrases
    closing_words: frozenset[str]
    review: Phrases
    fill: frozenset[str]
    fresh: Phrases
    nothing: Phrases
    verbs: frozenset[str]
    later: frozenset[str]
    assisting: Phrases
    noun_signs: frozenset[str]
    no_tasks: Phrases
    partings: Phrases
    addresses: Path
    clients: frozenset[str]
    articles: frozenset[str]
    others: frozenset[str]
    not_names: frozenset[str]
    reports: frozenset[str]
    subjects: frozenset[str]
    leads: frozenset[str]
    details: Phrases
    joiners: frozenset[str]
    shortened: frozenset[str]
    done: frozenset[str]
    ours: frozenset[str]
    whats: Phrases
    whens: Phrases
    reasons: Phrases
    conditions: Phrases
    mine: frozenset[str]
    mine_endings: tuple[str, ...]
    days: Mapping[str, int]
    short_days: Mapping[str, int]
    day_signs: frozenset[str]
    not_on: frozenset[str]
    between: frozenset[str]
    every: Phrases
    day_groups: Phrases
    group_days: Mapping[tuple[str, ...], frozenset[int]]
    except_for: Phrases
    numbers: Mapping[str, int]
    times: frozenset[str]
    weekly: Phrases
    parts: frozenset[str]


def compile_wording(documents: Iterable[Mapping[str, object]]) -> Wording:
    """One vocabulary out of one document per language; BadWording names the language and the key."""
    parsed = [parse_wording(document) for document in documents]
    if not parsed:
        raise BadWording("no summary vocabulary was given")
    return _merge(parsed)


def _tokens(phrase: str) -> tuple[str, ...]:
    words = folded(phrase)
    if not words:
        raise BadWording(f"no word in {phrase!r}")
    return words


def _phrases(texts: Iterable[str]) -> Phrases:
    kept: dict[str, set[tuple[str, ...]]] = {}
    for text in texts:
        words = _tokens(text)
        kept.setdefault(words[0], set()).add(words)
    return {first: tuple(sorted(found, key=lambda p: (-len(p), p))) for first, found in kept.items()}


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(_one_word(text) for text in texts)


def _one_word(text: str) -> str:
    words = _tokens(text)
    if len(words) > 1:
        raise BadWording(f"more than one word in {text!r}")
    return words[0]


def _numbered(names: Iterable[Sequence[Sequence[str]]]) -> dict[str, int]:
    return {_one_word(name): day for week in names for day, forms in enumerate(week) for name in forms}


def _forms(part: Sentences) -> Iterable[str]:
    """Each listed form of a verb, alone and with each ending."""
    return (form + end for verb in part.verbs for form in verb.split() for end in ("", *part.form_endings))


def _wished(part: Sentences) -> Iterable[str]:
    """Forms of what was asked for in the past ("pedí que escribiera"), by how the infinitive ends."""
    infinitives = [verb.split()[0] for verb in part.verbs]
    return (
        verb.removesuffix(last) + ending + more
        for last, ending in part.wished.items()
        for verb in infinitives
        if verb.endswith(last)
        for more in ("", *part.form_endings)
    )


def _later(part: Sentences) -> Iterable[str]:
    """Future forms: the infinitive, which stands first, with each ending."""
    return (verb.split()[0] + ending for verb in part.verbs for ending in part.later_endings)


def _paths(addresses: Iterable[str]) -> Path:
    start = Path()
    for address in addresses:
        _lay(start, address.split())
    return start


def _lay(path: Path, steps: Sequence[str]) -> None:
    """Lay the rest of an address from here on; a step is words or slots parted by "|", with "?" optional."""
    if not steps:
        path.ends = True
        return
    if steps[0].endswith("?"):
        _lay(path, steps[1:])
    for option in steps[0].removesuffix("?").split("|"):
        _lay(path.further.setdefault(_key(option), Path()), steps[1:])


def _key(option: str) -> str:
    if option.startswith("{") and option not in SLOTS:
        raise BadWording(f"unknown slot {option}")
    return option if option in SLOTS else _one_word(option)


def _merge(parsed: Sequence[Document]) -> Wording:
    heads = [document.headings for document in parsed]
    said = [document.sentences for document in parsed]
    days = [document.days for document in parsed]
    groups = [group for part in days for group in part.groups]
    return Wording(
        strong=_phrases(t for part in heads for t in part.strong),
        soft=_phrases(t for part in heads for t in part.soft),
        agenda=_phrases(t for part in heads for t in part.agenda),
        closing=_phrases(t for part in heads for t in part.closing),
        closing_words=frozenset(word for part in heads for t in part.closing for word in _tokens(t)),
        review=_phrases(t for part in heads for t in part.review),
        fill=_words(t for part in heads for t in part.fill),
        fresh=_phrases(t for part in heads for t in part.fresh),
        nothing=_phrases(t for part in heads for t in part.nothing),
        verbs=_words(t for part in said for t in (*_forms(part), *_wished(part), *_later(part))),
        later=_words(t for part in said for t in _later(part)),
        assisting=_phrases(t for part in said for t in part.assisting),
        noun_signs=_words(t for part in said for t in part.noun_signs),
        no_tasks=_phrases(t for part in said for t in part.no_tasks),
        partings=_phrases(t for part in said for t in part.partings),
        addresses=_paths(t for part in said for t in part.addresses),
        clients=_words(t for part in said for t in part.clients),
        articles=_words(t for part in said for t in part.articles),
        others=_words(t for part in said for t in part.others),
        not_names=_words(t for part in said for t in part.not_names),
        reports=_words(t for part in said for t in part.reports),
        subjects=_words(t for part in said for t in part.subjects),
        leads=_words(t for part in said for t in part.leads),
        details=_phrases(t for part in said for t in part.details),
        joiners=_words(t for part in said for t in part.joiners),
        shortened=_words(t for part in said for t in part.shortened),
        done=_words(t for part in said for t in part.done),
        ours=_words(t for part in said for t in part.ours),
        whats=_phrases(t for part in said for t in part.whats),
        whens=_phrases(t for part in said for t in part.whens),
        reasons=_phrases(t for part in said for t in part.reasons),
        conditions=_phrases(t for part in said for t in part.conditions),
        mine=_words(t for part in said for t in part.mine),
        mine_endings=tuple(t for part in said for t in part.mine_endings),
        days=_numbered(part.names for part in days),
        short_days=_numbered(part.short for part in days),
        day_signs=_words(t for part in days for t in part.signs),
        not_on=_words(t for part in days for t in part.not_on),
        between=_words(t for part in days for t in part.between),
        every=_phrases(t for part in days for t in part.every),
        day_groups=_phrases(t for group in groups for t in group.says),
        group_days={_tokens(t): frozenset(group.days) for group in groups for t in group.says},
        except_for=_phrases(t for part in days for t in part.except_for),
        numbers={_one_word(word): n for part in days for word, n in part.numbers.items()},
        times=_words(t for part in days for t in part.times),
        weekly=_phrases(t for part in days for t in part.weekly),
        parts=_words(t for part in days for t in part.parts),
    )
