"""Texts that try to act: one of every kind that has opened a file, run a formula or turned a line somewhere."""

import unicodedata
from pathlib import Path

from workbench.domain.unseen import shown

TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def arsenal(canary: Path, port: int) -> tuple[str, ...]:
    """The texts. `canary` is a picture that nobody may open, `port` one on this machine that nobody may ask."""
    http = f"http://127.0.0.1:{port}/x.png"
    return (
        f"<img src='{canary}'>",
        f'<img src="file://{canary}" onerror="alert(1)">',
        f"<img src='{http}'>",
        f"<b>bold</b><a href='{http}'>click</a>",
        f"<a href='file://{canary}'>open</a>",
        "<script>document.title='ran'</script>",
        "</style><style>body{display:none}</style>",
        f"<style>@import url({http});</style>",
        "<qt><h1>big</h1><table width=9999><tr><td>x</table></qt>",
        "<!DOCTYPE HTML><html><body bgcolor=red>",
        f"<iframe src='{http}'></iframe><object data='{http}'></object><svg onload=alert(1)>",
        "</title></script>--><!--",
        '" onmouseover="alert(1)" x=\'',
        "&amp;&lt;b&gt;&#60;i&#62;&nbsp;&#x202e;",
        f"file://{canary}",
        f"{canary}",
        f"[open](file://{canary}) ![picture]({http})",
        f"javascript:fetch('{http}')",
        "data:text/html,<script>alert(1)</script>",
        '=HYPERLINK("' + http + '";"x")',
        "=cmd|' /C calc'!A0",
        "+1+1+cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1+1)*cmd|' /C calc'!A0",
        "\t=1+1",
        "\r=1+1",
        'quiet",=1+1,"',
        'quiet;=1+1;"=2+2',
        "＝1＋1",
        "first\nsecond: not taken in\n  admitted: all",
        "over\rwritten \x08\x08\x08\x08 line\x0b\x0c",
        "\x1b[31mred\x1b[0m\x1b[2J\x1b[1;1H",
        "\x1b]0;title\x07\x1b]8;;" + http + "\x1b\\link\x1b]8;;\x1b\\",
        "\x1bP+q544e\x1b\\\x1b_G\x1b\\\x9b31m\x9d0;t\x9c\x90",
        "\x1b]52;c;cm0gLXJm\x07\x1b[5n\x05",
        "nul\0inside\x01\x1f\x7f\x80\x9f",
        "photo\u202egpj.exe",
        "\u2067isolated \u202dforced\u202c\u2069 \u2066left open \u202eand on",
        "\u202a\u202b\u202c\u202c\u202c\u2069\u2069 closed too often",
        "marks\u200e\u200f\u061cbetween",
        "ze\u200bro\u200cwi\u200ddth\u2060\ufeff\u00ad\u180e",
        "tag\U000e0041\U000e0042s va\ufe00\U000e0100riants \u2800\u3164\u115f",
        "z" + "\u0301\u0302\u0303\u0333" * 60 + "algo",
        "W" * 1_200,
        "‮" + "خوست" * 40,
        "חרב 12 خوست 34 abc (56) — ‏\u202eqrs",
        "lone \ud800 and \udcff surrogates",
        "\ufffe\uffff\ue000 \U0010fffd",
        "line\u2028paragraph\u2029end\x85",
        "&File and &Edit && _x",
        "%s %n %1 %2 {0} {sha256} {untrusted} {{}} ${HOME} $(id) `id`",
        "[*] [*][*]",
        "../../../../etc/passwd",
        "..\\..\\windows\\system32\\calc.exe",
        "C:\\Windows\\x\\u202e\\n",
        '"]\nkey = "value"\n[table]\n#',
        '{"outcome": "admitted"}\\u0000\\ud800',
        "-----BEGIN SSH SIGNATURE-----\n— workbench 1\n\n0\nAAAA",
        "' OR 1=1; DROP TABLE evidence; --",
        "-rf --help --to=/etc/passwd",
        "~/x .hidden CON.txt",
        "   ",
        "\U0001f3f4\u200d\u2620\ufe0f \u2764\ufe0f",
    )


def acting(text: str, allowed: str = "") -> str:
    """The characters of a shown text that could still act: controls, unpaired halves, and what turns or hides text."""
    return "".join(
        sorted({c for c in text if c not in allowed and (c in TURNING or unicodedata.category(c) in ("Cc", "Cs"))})
    )


def isolates_balanced(text: str) -> bool:
    """Whether every isolate that the program itself put there is closed again, and none is closed that was not open."""
    depth = 0
    for character in text:
        depth += {"\u2066": 1, "\u2067": 1, "\u2068": 1, "\u2069": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0


def as_name(text: str, room: int = 120) -> str:
    """The text as a file's name on this system, as near as it can be."""
    raw = text.replace("/", "\u2215").replace("\0", "\x01").replace("\ud800", "\udced\udca0\udc80")
    while len(raw.encode("utf-8", "surrogateescape")) > room:
        raw = raw[:-1]
    return raw


def literally(text: str) -> str:
    """How the text has to be shown."""
    return shown(text)
