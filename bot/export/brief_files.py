"""Writes briefs as files: a printed page for each client, or text to read and to paste."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from bot.core.brief.made import made_of
from bot.core.brief.paste import SCHEMES, as_markdown, as_text, pasted
from bot.core.brief.value import Brief
from bot.core.record import SharedRecord
from bot.core.speech import Speech
from bot.export.brief_page import page_of
from bot.export.selection import Selection, admitted, file_stem
from bot.export.typesetting import printed
from bot.export.whole import open_new


def write_briefs(
    folder: Path,
    records: Iterable[SharedRecord],
    selection: Selection,
    speech: Speech,
    form: Literal["pdf", "md"],
) -> list[Path]:
    """Write into `folder` what a therapist reads of each client, and return where it is.

    As "pdf" one page each, as "md" Markdown, plain text, and text under the headings of SOAP, DAP, BIRP and GIRP.
    Raises NotPrinted, OSError, and what `admitted` raises.
    """
    paths: list[Path] = []
    for record in admitted(records, selection):
        brief = made_of(record, speech, selection.since, min(selection.until, selection.made_at))
        stem = f"brief-{file_stem([record.code], selection.made_at)}"
        if form == "pdf":
            paths.append(_page(folder / f"{stem}.pdf", brief, speech, selection))
        else:
            paths += _texts(folder, stem, brief, speech)
    return paths


def _page(path: Path, brief: Brief, speech: Speech, selection: Selection) -> Path:
    page = printed(page_of(brief, speech, selection.app_version), selection.made_at)
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(page)
    return path


def _texts(folder: Path, stem: str, brief: Brief, speech: Speech) -> Iterator[Path]:
    texts = {f"{stem}.md": as_markdown(brief, speech), f"{stem}.txt": as_text(brief, speech)}
    texts |= {f"{stem}-{scheme}.txt": pasted(brief, speech, scheme) for scheme in SCHEMES}
    for name, text in texts.items():
        with open_new(folder / name, "utf-8") as file:
            file.write(text)
        yield folder / name
