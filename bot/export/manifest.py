"""The manifest: what an export holds, how it was chosen, and how to check and undo what was done to its cells."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from bot.export.cells import utc_stamp
from bot.export.guard import REPLACED, RULE, UNDO
from bot.export.selection import Selection
from bot.export.tally import Tally
from bot.export.wide import STATES

SCHEMA_VERSION = 2
RANGE = (
    "since <= moment < until; answers by answered_utc, runs also by their start, occurrences by planned_utc; consents all "
    "before until; since null: the beginning"
)

BEFORE_SESSION = (
    "who shares only before a session: answers, runs, recordings and nudges since the moment in not_open_since are left out "
    "until a day before the next session"
)


def manifest_of(
    selection: Selection,
    tallies: Mapping[str, Tally],
    files: Mapping[str, Path],
    *,
    root: Path,
    guarded: bool = False,
) -> dict[str, object]:
    """The manifest as JSON-ready values. `files` are those of tables, by table, and any others; all lie under `root`."""
    tables = {name: _table(tally, files.get(name), root) for name, tally in tallies.items()}
    others = [_file(path, root) for name, path in sorted(files.items()) if name not in tallies]
    return {
        "schema": "between-sessions-coach/export",
        "schema_version": SCHEMA_VERSION,
        "export_id": selection.export_id,
        "made_at": utc_stamp(selection.made_at),
        "app_version": selection.app_version,
        "filters": {
            "clients": sorted(selection.clients),
            "since": utc_stamp(selection.since),
            "until": utc_stamp(selection.until),
            "range": RANGE,
            "private_runs": "left out",
            "before_session": BEFORE_SESSION,
            "not_open_since": {code: utc_stamp(at) for code, at in sorted(selection.closed.items())},
        },
        "guard": {"rule": RULE, "undo": UNDO} if guarded else None,
        "replaced_characters": REPLACED,
        "states": dict(STATES),
        "tables": tables,
        "files": others,
    }


def _table(tally: Tally, file: Path | None, root: Path) -> dict[str, object]:
    changed = {"guarded": _positive(tally.guarded), "replaced": _positive(tally.replaced)}
    return {"rows": tally.rows, **changed, **(_file(file, root) if file else {})}


def _file(file: Path, root: Path) -> dict[str, object]:
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {"file": file.relative_to(root).as_posix(), "bytes": file.stat().st_size, "sha256": digest}


def _positive(counts: Counter[str]) -> dict[str, int]:
    return {name: count for name, count in sorted(counts.items()) if count}
