"""Prints one page in a process of its own, with limits on its time and memory, so that no page can harm the coach."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Literal

from bot.core.picture import Picture

HERE = Path(__file__).parent
TEMPLATE = HERE / "brief.typ"
PICTURE = HERE / "picture.typ"
SHEET_DOTS, PICTURE_DOTS = 150, 380
"""Pixels an inch: of a sheet shown as a picture, and of a picture as wide as a phone's screen."""
SECONDS = 20
MEBIBYTES = 2048
FONTS = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")
_COVERED = (
    (0x20, 0x052F),
    (0x0600, 0x06FF),
    (0x0750, 0x077F),
    (0x1E00, 0x1FFF),
    (0x2000, 0x206F),
    (0x20A0, 0x20CF),
)
"""What the fonts that come along can show, in code points, as far as nothing else is looked for."""


class NotPrinted(OSError):
    """The page could not be made: too slow, too large, or not to be laid out."""


def printed(page: Mapping[str, object], at: datetime, form: Literal["pdf", "png"] = "pdf") -> bytes:
    """The page as a PDF, or its first sheet as a picture; the same for the same data and moment. Raises NotPrinted."""
    return _set(TEMPLATE, page, at, form, SHEET_DOTS)


def drawn(picture: Picture, form: Literal["pdf", "png"] = "png") -> bytes:
    """The picture as PNG, readable in black and white; the same for the same data. Raises NotPrinted."""
    return _set(PICTURE, asdict(picture), datetime.fromtimestamp(0, UTC), form, PICTURE_DOTS)


def _set(
    template: Path, page: Mapping[str, object], at: datetime, form: Literal["pdf", "png"], dots: int
) -> bytes:
    text = json.dumps(page, ensure_ascii=False)
    order = {
        "template": str(template),
        "page": text,
        "fonts": [str(files(package) / "files") for package in FONTS],
        "system": needs_more_fonts(text),
        "at": int(at.timestamp()),
        "form": form,
        "dots": dots,
        "seconds": SECONDS,
        "mebibytes": MEBIBYTES,
    }
    try:
        done = subprocess.run(  # noqa: S603  # as above
            [sys.executable, "-I", str(HERE / "typesetter.py")],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired:
        raise NotPrinted("the page took too long to print") from None
    if done.returncode or not done.stdout:
        raise NotPrinted(f"the page could not be printed ({_last_line(done.stderr)})")
    return done.stdout


def needs_more_fonts(text: str) -> bool:
    """Whether there is a character that the fonts which come along may lack: then the machine's are looked through too."""
    return any(not any(low <= ord(sign) <= high for low, high in _COVERED) for sign in set(text))


def _last_line(said: bytes) -> str:
    """The kind of fault alone: a message could quote the page."""
    lines = said.decode(errors="replace").strip().splitlines()
    return lines[-1].partition(":")[0][:80] if lines else "no reason given"
