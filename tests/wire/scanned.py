"""Reads the text out of a QR code's picture, as a camera would; knows versions 1 to 6 at level M, and bytes alone.

The layout is that of ISO/IEC 18004: what it says of damage is left out, since nothing here is damaged.
"""

import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest

Grid = list[list[bool]]

_BLOCKS = {1: (16,), 2: (28,), 3: (44,), 4: (32, 32), 5: (43, 43), 6: (27, 27, 27, 27)}
"""Bytes of data in each block, by version."""
_MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda y, x: (y + x) % 2 == 0,
    lambda y, _: y % 2 == 0,
    lambda _, x: x % 3 == 0,
    lambda y, x: (y + x) % 3 == 0,
    lambda y, x: (y // 2 + x // 3) % 2 == 0,
    lambda y, x: y * x % 2 + y * x % 3 == 0,
    lambda y, x: (y * x % 2 + y * x % 3) % 2 == 0,
    lambda y, x: ((y + x) % 2 + y * x % 3) % 2 == 0,
)
_LEVEL_M = 0b00
_FORMAT_MASK = 0b101


def text_in(png: bytes, dot: int, margin: int) -> str:
    """What the code in a picture says; `dot` is its dots' width in pixels, `margin` the white edge in dots."""
    grid = _dots(png, dot, margin)
    version = (len(grid) - 17) // 4
    form = [grid[8][x] for x in range(5)]
    level, mask = _number(form[:2]) ^ 0b10, _number(form[2:]) ^ _FORMAT_MASK
    assert level == _LEVEL_M, "only level M is known here"
    bits = [grid[y][x] ^ _MASKS[mask](y, x) for y, x in _path(len(grid), version)]
    stream = _joined([_number(bits[n : n + 8]) for n in range(0, len(bits) - 7, 8)], _BLOCKS[version])
    whole = [bool(byte >> (7 - n) & 1) for byte in stream for n in range(8)]
    assert _number(whole[:4]) == 4, "only bytes are known here"
    length = _number(whole[4:12])
    return bytes(_number(whole[12 + 8 * n : 20 + 8 * n]) for n in range(length)).decode()


def _number(bits: Sequence[bool]) -> int:
    return int("".join("01"[bit] for bit in bits), 2)


def _joined(stream: list[int], sizes: tuple[int, ...]) -> list[int]:
    """The blocks one after the other; on the picture their bytes take turns."""
    turns = zip_longest(*(range(size) for size in sizes))
    blocks: list[list[int]] = [[] for _ in sizes]
    taken = iter(stream)
    for turn in turns:
        for block, place in zip(blocks, turn, strict=True):
            if place is not None:
                block.append(next(taken))
    return [byte for block in blocks for byte in block]


def _path(size: int, version: int) -> Iterator[tuple[int, int]]:
    """The dots that carry data, in their order: pairs of columns, up and down in turn, from the right."""
    upwards = True
    for right in [*range(size - 1, 6, -2), *range(5, 0, -2)]:
        for y in range(size - 1, -1, -1) if upwards else range(size):
            yield from ((y, x) for x in (right, right - 1) if not _is_fixed(y, x, size, version))
        upwards = not upwards


def _is_fixed(y: int, x: int, size: int, version: int) -> bool:
    is_finder = (y < 9 and x < 9) or (y < 9 and x >= size - 8) or (y >= size - 8 and x < 9)
    is_aligned = version > 1 and abs(y - (size - 7)) <= 2 and abs(x - (size - 7)) <= 2
    return is_finder or is_aligned or y == 6 or x == 6


def _dots(png: bytes, dot: int, margin: int) -> Grid:
    """Which dots are dark, without the edge; of a picture in black and white with one bit a pixel."""
    chunks = dict(_chunks(png))
    width, height, depth, color = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    assert (width, depth, color) == (height, 1, 0), "black and white alone is known here"
    lines = zlib.decompress(b"".join(body for name, body in _chunks(png) if name == b"IDAT"))
    rows = list(_rows(lines, (width + 7) // 8))
    inner = range(margin * dot + dot // 2, width - margin * dot, dot)
    return [[not rows[y][x // 8] >> (7 - x % 8) & 1 for x in inner] for y in inner]


def _rows(lines: bytes, width: int) -> Iterator[bytes]:
    """Rows of so many bytes; one may be written as what differs from the row above."""
    above = bytes(width)
    for place in range(0, len(lines), width + 1):
        row = lines[place + 1 : place + 1 + width]
        assert lines[place] in (0, 2), "no other filter is known here"
        above = row if lines[place] == 0 else bytes((a + b) % 256 for a, b in zip(above, row, strict=True))
        yield above


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 8
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        yield png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        place += 12 + length
