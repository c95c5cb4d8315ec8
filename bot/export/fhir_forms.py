"""An exercise as a FHIR Questionnaire, and each doing of it as a QuestionnaireResponse."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.core.exercise import Exercise
from bot.core.record import SharedAnswer, SharedRun
from bot.core.steps import AnyStep, ChoiceStep, ManyStep, ScaleStep
from bot.export.answers import Timed, timed, type_of, unit_of
from bot.export.cells import utc_stamp
from bot.export.context import Context
from bot.export.fhir_terms import (
    ABSENT,
    BASE,
    LEAST,
    MIME,
    MOST,
    OPTION,
    ORDINAL,
    RUN,
    Json,
    extension,
    filled,
    plain_id,
    reference,
    text,
)

STATUS = {"done": "completed", "part": "stopped", "open": "in-progress"}
_TYPES = {"choice": "choice", "many": "choice", "scale": "integer", "pause": "string"}


def questionnaire_id(exercise: str, language: str) -> str:
    """The id of an exercise's form in one language."""
    return plain_id(f"{exercise}-{language}")


def canonical(exercise: str, language: str, revision: int) -> str:
    """How a form of one revision is named anywhere."""
    return f"{BASE}Questionnaire/{questionnaire_id(exercise, language)}|{revision}"


def questionnaire(exercise: Exercise) -> Json:
    """An exercise in one language; linkIds are the steps' ids."""
    name = questionnaire_id(exercise.id, exercise.language)
    return {
        "resourceType": "Questionnaire",
        "id": name,
        "url": f"{BASE}Questionnaire/{name}",
        "version": str(exercise.revision),
        "language": exercise.language.replace("_", "-"),
        "name": exercise.id.replace("-", "_"),
        "title": text(exercise.title),
        "status": "active",
        "subjectType": ["Patient"],
        "item": [_question(exercise, step) for step in exercise.steps],
    }


def response(run: SharedRun, patient: str, context: Context) -> Json:
    """One doing of an exercise, with what each answer needs to become a row of answers_long again."""
    trail = [extension("time-zone", valueString=run.zone), extension("trigger", valueCode=run.trigger)]
    return filled(
        {
            "resourceType": "QuestionnaireResponse",
            "id": run.id,
            "language": run.language.replace("_", "-"),
            "extension": trail,
            "identifier": {"system": RUN, "value": run.id},
            "questionnaire": canonical(run.exercise, run.language, run.revision),
            "status": STATUS[run.outcome],
            "subject": reference("Patient", patient),
            "authored": utc_stamp(run.ended_at or run.started_at),
            "author": reference("Patient", patient),
            "source": reference("Patient", patient),
            "item": list(_items(run, context)),
        }
    )


def _question(exercise: Exercise, step: AnyStep) -> Json:
    limits = (
        [extension(LEAST, valueInteger=step.least), extension(MOST, valueInteger=step.most)]
        if isinstance(step, ScaleStep)
        else []
    )
    options = step.options if isinstance(step, ChoiceStep | ManyStep) else ()
    takes_words = isinstance(step, ChoiceStep | ManyStep) and step.own
    repeats = step.kind in ("list", "many") or exercise.form == "values"
    return filled(
        {
            "extension": limits,
            "linkId": step.id,
            "text": text(step.ask[0]),
            "type": "open-choice" if takes_words else _TYPES.get(step.kind, "text"),
            "repeats": True if repeats else None,
            "answerOption": [
                {
                    "valueCoding": _coding(each.label, each.value)
                    | {"code": each.id, "system": f"{OPTION}/{step.id}"}
                }
                for each in options
            ],
        }
    )


def _items(run: SharedRun, context: Context) -> Iterator[Json]:
    for step, answers in groupby(timed(run, context), key=_step):
        given = list(answers)
        place = [extension("place", valueInteger=given[0][0])] if given[0][4].kind else []
        yield filled({"extension": place, "linkId": step, "answer": [_answer(each) for each in given]})


def _step(given: Timed) -> str:
    return given[1]


def _answer(given: Timed) -> Json:
    _, _, _, answer, question, seconds, _ = given
    kind, unit = type_of(answer, question), unit_of(answer, question)
    about: Sequence[Json | None] = (
        extension("answered", valueDateTime=utc_stamp(answer.at)),
        extension("list-index", valueInteger=answer.number),
        extension("answer-type", valueCode=kind) if kind else None,
        extension("response-seconds", valueInteger=seconds) if seconds is not None else None,
        extension("value-unit", valueString=unit) if unit else None,
        _missing(answer),
        extension("words", valueString=text(answer.text)) if _has_words_beside(answer) else None,
    )
    return {"extension": [each for each in about if each], **_value(answer)}


def _missing(answer: SharedAnswer) -> Json | None:
    if answer.skipped:
        return extension(ABSENT, valueCode="asked-declined")
    is_empty = not (answer.media or answer.text or answer.label or answer.value is not None)
    return extension(ABSENT, valueCode="unknown") if is_empty else None


def _has_words_beside(answer: SharedAnswer) -> bool:
    beside = answer.media or answer.label or answer.value is not None
    return bool(beside and answer.text and not answer.skipped)


def _value(answer: SharedAnswer) -> Json:
    if answer.skipped:
        return {}
    if answer.media:
        return {
            "valueAttachment": {
                "contentType": MIME.get(answer.media, MIME["document"]),
                "title": answer.media,
            }
        }
    if answer.label:
        return {"valueCoding": _coding(answer.label, answer.value)}
    if answer.value is not None:
        return {"valueInteger": answer.value}
    return {"valueString": text(answer.text)} if answer.text else {}


def _coding(label: str, value: int | None) -> Json:
    weight = [extension(ORDINAL, valueDecimal=value)] if value is not None else []
    return filled({"extension": weight, "display": text(label)})
