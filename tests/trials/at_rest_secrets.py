"""Every byte that a session leaves on the disk, searched for what stood in the case."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.trials.ledger import Plan, Row
from workbench.assets import resources

ROOT = Path(__file__).parents[2]
INCOMING = resources() / "sample" / "incoming"
PASSPHRASE = "correct horse battery staple"  # noqa: S105 - made up
WORDS = {
    "title": "Night of the seven bridges",
    "event": "Strikes upon Zarghunabad",
    "place": "Tangi Wurzhmana",
    "claim": "The hospital of Marghalay burned",
    "source": "channel-of-the-hills",
    "reasons": "Shadows fall the wrong way in Sperwan",
}


@dataclass
class Session:
    """One laptop: a home, a case on it, and files that came from elsewhere."""

    folder: Path
    encrypted: bool
    needles: dict[str, bytes] = field(default_factory=dict)

    @property
    def seized(self) -> Path:
        return self.folder / "seized"

    def environment(self) -> Mapping[str, str]:
        home = self.seized / "home"
        for name in ("tmp", "workbench", ".config", ".cache", ".local/share"):
            (home / name).mkdir(parents=True, exist_ok=True)
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "WORKBENCH_"))}
        return kept | {
            "HOME": str(home), "TMPDIR": str(home / "tmp"), "WORKBENCH_HOME": str(home / "workbench"),
            "XDG_CONFIG_HOME": str(home / ".config"), "XDG_CACHE_HOME": str(home / ".cache"),
            "XDG_DATA_HOME": str(home / ".local/share"), "WORKBENCH_AUTHOR": "tester", "PYTHONPATH": str(ROOT),
            "QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1",
        }  # fmt: skip


def rows(plan: Plan) -> Iterator[Row]:
    for encrypted in (True, False):
        session = Session(plan.folder / ("session-e" if encrypted else "session-p"), encrypted)
        _whole(session)
        killed = _killed(session, plan.count(1, 10))
        found = _found(session)
        count, kinds = len(session.needles), len({name.partition(" ")[0] for name in session.needles})
        told = f"{len(found)} of {count} found in {_size(session.seized)} MB, after {killed} kills"
        if encrypted:
            told += f": {', '.join(sorted(found)[:3])}" if found else ""
            yield Row(f"what stood in the case ({kinds} kinds), in every byte of case, home and temp", "none", told,
                      count, not found)  # fmt: skip
        else:
            missed = {name.partition(" ")[0] for name in session.needles} - {name.partition(" ")[0] for name in found}
            told += f"; kinds not met: {', '.join(sorted(missed)) or 'none'}"
            yield Row("control: the same with a plain case", "every kind is found", told, count, not missed)


def _whole(session: Session) -> None:
    """From an empty case to the screens, by the command line and in the window."""
    session.folder.mkdir(parents=True)
    incoming = session.folder / "from-elsewhere"
    incoming.mkdir()
    for number, original in enumerate(sorted(INCOMING.iterdir())):
        (incoming / f"witness-{number}-{original.name}").write_bytes(original.read_bytes())
    asked = [str(session.seized / "case"), str(incoming), str(session.folder / "library"), json.dumps(WORDS)]
    out = subprocess.run(
        [sys.executable, "-m", "tests.trials.at_rest_session", *asked, PASSPHRASE if session.encrypted else ""],
        env=dict(session.environment()), input=f"{PASSPHRASE}\n".encode() * 20, capture_output=True, check=False,
        cwd=ROOT,
    )  # fmt: skip
    if out.returncode:
        raise RuntimeError(out.stderr.decode()[-2000:])
    told = json.loads(out.stdout.splitlines()[-1])
    _collect(session, told["imported"], told["previews"])


def _collect(session: Session, lines: list[dict[str, object]], previews: dict[str, str]) -> None:
    needles = session.needles
    for name, words in WORDS.items():
        needles[f"words {name}"] = words.encode()
    for line in lines:
        path = Path(str(line["path"]))
        needles[f"name {path.name}"] = path.name.encode()
        if line["outcome"] not in ("admitted", "known"):
            continue
        body, digest = path.read_bytes(), hashlib.sha256(path.read_bytes())
        needles[f"hex {path.name}"] = digest.hexdigest().encode()
        for part in (1, 2, 3):
            at = len(body) * part // 4
            if len(set(body[at : at + 48])) > 24:
                needles[f"bytes {path.name} {part}"] = body[at : at + 48]
    for sha256, middle in previews.items():
        needles[f"preview {sha256[:12]}"] = bytes.fromhex(middle)


def _killed(session: Session, times: int) -> int:
    """Imports that are ended by kill -9 in the middle, so that what is half done stays behind."""
    case, incoming, ended = session.seized / "case", session.folder / "from-elsewhere", 0
    for number in range(times):
        more = session.folder / f"more-{number}"
        more.mkdir()
        for original in incoming.iterdir():  # others than before, with the same bytes in their middle
            (more / original.name).write_bytes(original.read_bytes() + bytes([number]))
        command = [sys.executable, "-m", "workbench", "import", str(case), str(more), "--json"]
        command += ["--passphrase-file", "-"] if session.encrypted else []
        process = subprocess.Popen(
            command, env=dict(session.environment()), stdin=-1, stdout=-1, stderr=-3, start_new_session=True
        )
        assert process.stdin
        assert process.stdout
        process.stdin.write(PASSPHRASE.encode() + b"\n")
        process.stdin.close()
        process.stdout.readline()  # the first file is acknowledged, others are under way
        time.sleep(0.02 * number)
        ended += process.poll() is None
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return ended


def _found(session: Session) -> set[str]:
    found = set()
    for root, folders, names in os.walk(session.seized):
        told = "\n".join([*folders, *names]).encode()
        bodies = [told, *(Path(root, name).read_bytes() for name in names if Path(root, name).is_file())]
        for body in bodies:
            for name, needle in session.needles.items():
                if name not in found and (needle in body or _wide(needle) in body or _raw(name, needle) in body):
                    found.add(name)
    return found


def _wide(needle: bytes) -> bytes:
    return needle.decode("latin-1").encode("utf-16-le")


def _raw(name: str, needle: bytes) -> bytes:
    """A digest may be kept as the 32 bytes that it is."""
    return bytes.fromhex(needle.decode()) if name.startswith("hex ") else needle


def _size(folder: Path) -> int:
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file()) >> 20
