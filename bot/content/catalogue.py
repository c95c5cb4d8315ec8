"""Brings the catalogues up to date with the code and the calendars with the CLDR: `python -m bot.content.catalogue`.

Translations are kept; what is new stands empty, and what nobody says any more goes.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from bot.content.cldr import calendar_toml
from bot.content.extraction import sentences
from bot.content.words import FOLDER, read_catalog, untranslated

ROOT = Path(__file__).parent.parent.parent
SPEAKING = ("bot/core", "bot/export", "bot/troubles.py", "handlers")
TEMPLATE = FOLDER / "coach.pot"
CLINICAL = "A clinician reads the translation before anyone uses it."
NOTES = {
    "help.py": f"Help card. {CLINICAL}",
    "telling.py": f"Help card. {CLINICAL}",
    "joining.py": f"Consent. {CLINICAL}",
}
LABEL_NOTE = "A button: at most 24 characters."


def gathered(root: Path = ROOT) -> Catalog:
    """Everything that is said anywhere in the code, each sentence with the files that say it."""
    catalog = Catalog(charset="utf-8")
    for file in _files(root):
        for each in sentences(file.read_text("utf-8")):
            words = (each.text, each.many) if each.many else each.text
            notes = [NOTES[file.name]] if file.name in NOTES else []
            notes += [LABEL_NOTE] if each.is_label else []
            catalog.add(words, locations=[(file.relative_to(root).as_posix(), 0)], auto_comments=notes)
    return catalog


def update(language: str, template: Catalog) -> list[str]:
    """Rewrite one language's files; returns the sentences that wait for a translation."""
    (FOLDER / language / "calendar.toml").write_text(calendar_toml(language), "utf-8")
    file = FOLDER / language / "coach.po"
    if not file.exists():
        return []
    catalog = read_catalog(file)
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    file.write_bytes(written(catalog, omit_header=False))
    return untranslated(catalog)


def main() -> int:
    """Update all of it and name what is untranslated."""
    template = gathered()
    TEMPLATE.write_bytes(written(template, omit_header=True))
    for folder in sorted(each for each in FOLDER.iterdir() if each.is_dir()):
        for sentence in update(folder.name, template):
            sys.stdout.write(f"{folder.name}: {sentence}\n")
    return 0


def _files(root: Path) -> Iterator[Path]:
    for folder in SPEAKING:
        place = root / folder
        yield from [place] if place.is_file() else sorted(place.rglob("*.py"))


def written(catalog: Catalog, *, omit_header: bool) -> bytes:
    """A catalogue as its file: no line breaks or line numbers that change with nothing said differently."""
    lines = BytesIO()
    write_po(lines, catalog, width=0, omit_header=omit_header, include_lineno=False)
    return lines.getvalue()


if __name__ == "__main__":
    sys.exit(main())
