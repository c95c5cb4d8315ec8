"""The process that prints: reads one order from its input, writes the page to its output, and knows nothing of the coach."""

import json
import sys


def main() -> int:
    """Print what is ordered."""
    order = json.load(sys.stdin.buffer)
    _limit(order["seconds"], order["mebibytes"] << 20)
    import typst  # noqa: PLC0415  # under the limits

    page: bytes | list[bytes] = typst.compile(
        order["template"],
        format=order["form"],
        ppi=float(order["dots"]),
        font_paths=order["fonts"],
        ignore_system_fonts=not order["system"],
        sys_inputs={"page": order["page"]},
        timestamp=order["at"],
    )
    sys.stdout.buffer.write(page[0] if isinstance(page, list) else page)
    return 0


def _limit(seconds: int, size: int) -> None:
    """So much time and memory, where the system knows such limits."""
    try:
        import resource  # noqa: PLC0415  # not on every system
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
