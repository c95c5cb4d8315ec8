"""The answers of an export as one and the same table, read back from whichever file they left in."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from bot.export.answers import COLUMNS
from bot.export.guard import unguard
from bot.export.moments import local_stamp
from tests.export.records import read_json, read_table

NAMES = [column.name for column in COLUMNS]
Answers = list[dict[str, str]]
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ESCAPED = re.compile(r"_x([0-9A-F]{4})_")


def from_csv(folder: Path, table: str = "answers_long") -> Answers:
    """A table's rows, each cell as it was before it was guarded."""
    return [
        {name: unguard(cell) for name, cell in row.items()} for row in read_table(folder / f"{table}.csv")
    ]


def from_json(path: Path, table: str = "answers_long") -> Answers:
    """A table's rows, each cell as a CSV file would have it."""
    return [
        {name: "" if value is None else str(value) for name, value in row.items()}
        for row in read_json(path)[table]
    ]


# --- workbooks --------------------------------------------------------------------------------------


def from_workbook(path: Path, table: str = "answers_long") -> Answers:
    """A table's rows, over all the sheets that it has."""
    whole = sheets_of(path)
    overview = {row[0]: row[1].split(", ") for row in whole["Overview"][1:] if len(row) > 1}
    found: Answers = []
    for sheet in overview[table]:
        head, *rows = whole[sheet]
        found += [dict(zip(head, row + [""] * (len(head) - len(row)), strict=True)) for row in rows]
    _with_what_ran_over(found, whole, overview[table])
    return found


def sheets_of(path: Path) -> dict[str, list[list[str]]]:
    """Every sheet's cells by name, as they are shown."""
    with ZipFile(path) as archive:
        book = _parsed(archive.read("xl/workbook.xml"))
        links = _parsed(archive.read("xl/_rels/workbook.xml.rels"))
        targets = {link.attrib["Id"]: link.attrib["Target"] for link in links}
        named = {each.attrib["name"]: targets[each.attrib[_REL]] for each in book.iter(f"{_SHEET}sheet")}
        return {name: _rows(archive.read(f"xl/{target}")) for name, target in named.items()}


def _parsed(raw: bytes) -> ET.Element:
    return ET.fromstring(raw)  # noqa: S314  # what the test itself wrote


def _rows(raw: bytes) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in _parsed(raw).iter(f"{_SHEET}row"):
        rows += [[] for _ in range(int(row.attrib["r"]) - len(rows))]
        for cell in row:
            column = _column(cell.attrib["r"])
            rows[-1] += [""] * (column - len(rows[-1]))
            rows[-1].append(_shown(cell))
    return rows


def _column(reference: str) -> int:
    number = 0
    for letter in reference.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return number - 1


def _shown(cell: ET.Element) -> str:
    text = "".join(each.text or "" for each in cell.iter(f"{_SHEET}t"))
    value = next(cell.iter(f"{_SHEET}v"), None)
    return (value.text or "") if value is not None else _ESCAPED.sub(_unescaped, text)


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))


def _with_what_ran_over(found: Answers, whole: dict[str, list[list[str]]], sheets: list[str]) -> None:
    for sheet, row, column, _, text in whole.get("long_texts", [])[1:]:
        if sheet in sheets:
            found[int(row) - 2][NAMES[int(column) - 1]] += text


# --- FHIR ---------------------------------------------------------------------------------------------


def from_fhir(path: Path) -> Answers:
    """The rows of answers_long, put together again from the bundle's responses."""
    bundle = json.loads(path.read_text(encoding="utf-8"))
    resources = [each["resource"] for each in bundle["entry"]]
    codes = {
        each["id"]: each["identifier"][0]["value"] for each in resources if each["resourceType"] == "Patient"
    }
    return [
        row
        for each in resources
        if each["resourceType"] == "QuestionnaireResponse"
        for row in _of_response(each, bundle["id"], codes)
    ]


def _of_response(found: dict[str, Any], export: str, codes: dict[str, str]) -> Iterator[dict[str, str]]:
    url, version = found["questionnaire"].split("|")
    language = str(found["language"])
    exercise = url.rpartition("/")[2].removesuffix(f"-{language}")
    zone = _extension(found, "time-zone")
    for item in found.get("item", ()):
        for answer in item["answer"]:
            at = _extension(answer, "answered")
            yield {
                "export_id": export,
                "client_code": codes[found["subject"]["reference"].partition("/")[2]],
                "exercise_id": exercise,
                "exercise_version": version,
                "run_id": found["identifier"]["value"],
                "step_id": item["linkId"],
                "step_no": _extension(item, "place"),
                "question_text_version": f"{exercise}@{version}/{item['linkId']}",
                "answer_type": _extension(answer, "answer-type"),
                **_value(answer),
                "value_unit": _extension(answer, "value-unit"),
                "list_index": _extension(answer, "list-index"),
                "skipped": str(int(_extension(answer, "data-absent-reason") == "asked-declined")),
                "answered_utc": at,
                "answered_local": local_stamp(datetime.fromisoformat(at), zone) or "",
                "tz": zone,
                "response_seconds": _extension(answer, "response-seconds"),
                "language": language,
                "shared": "1",
            }


def _value(answer: dict[str, Any]) -> dict[str, str]:
    coding = answer.get("valueCoding", {})
    words = _extension(answer, "words") or answer.get("valueString", "") or coding.get("display", "")
    number = _extension(coding, "ordinalValue") or str(answer.get("valueInteger", ""))
    return {"value_text": words, "value_number": number}


def _extension(element: dict[str, Any], name: str) -> str:
    for each in element.get("extension", ()):
        if each["url"].rpartition("/")[2] == name:
            return next(str(value) for key, value in each.items() if key.startswith("value"))
    return ""
