"""The verbs and their options, as the README and `--help` have them."""

import argparse
from typing import NoReturn

from workbench.domain.claims import InformationGrade, SourceGrade
from workbench.domain.content_notes import ContentKind
from workbench.domain.places import Precision
from workbench.domain.unseen import shown
from workbench.domain.verdicts import Confidence, MediaReview, Status


class _Parser(argparse.ArgumentParser):
    """Repeats what it does not understand as text that cannot steer a terminal."""

    def error(self, message: str) -> NoReturn:
        super().error(shown(message))


def parser() -> argparse.ArgumentParser:
    """The whole command line; `verb` is None for the window."""
    top = _Parser(prog="workbench", description="Find out whether an image of a strike is what it is said to be.")
    top.add_argument("--case", dest="window_case", metavar="CASE", help="open the window on this case")
    verbs = top.add_subparsers(dest="verb", metavar="VERB", title="verbs (none opens the window)")
    shared = _Parser(add_help=False)
    shared.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object a line")
    shared.add_argument(
        "--passphrase-file", default=argparse.SUPPRESS, metavar="FILE",
        help="the passphrase of an encrypted case is this file's first line (- for standard input)",
    )  # fmt: skip

    def verb(name: str, help_text: str, **options: str) -> argparse.ArgumentParser:
        return verbs.add_parser(name, help=help_text, description=help_text, parents=[shared], **options)  # type: ignore[arg-type]

    demo = verb("demo", "make the sample case and run it through to the report")
    demo.add_argument("folder")

    _case(verb("case", "make a case, encrypt it, or rebuild its tables from the journal"), shared)

    take = verb("import", "bring files and folders into a case")
    _reading(take)
    take.add_argument("case")
    take.add_argument("paths", nargs="+", metavar="PATH")
    take.add_argument(
        "--as", dest="kind", default="file", metavar="KIND", help="how they came: telegram, whatsapp, web, ..."
    )
    take.add_argument("--url", default="", help="the post or page they came from")
    take.add_argument("--collected-by", default="", metavar="NAME")
    take.add_argument(
        "--posted", default="", metavar="WHEN", help="when the post was published, as 2025-11-25T02:00+04:30"
    )
    take.add_argument(
        "--max-file-mib", dest="limit", action="append", type="file-mib={}".format, metavar="N",
        help="largest file to take in (default 256): --limit file-mib=N",
    )  # fmt: skip

    inspect = verb("inspect", "say what files tell, outside or inside a case")
    _reading(inspect)
    inspect.add_argument("paths", nargs="*", metavar="PATH|ID")
    inspect.add_argument("--case", metavar="CASE", help="inspect evidence of this case; all of it without IDs")
    inspect.add_argument(
        "--event", metavar="EVENT", help="judge against this event of the case (default: its only one)"
    )

    known = verb("known", "build, list and pass on a library of known images").add_subparsers(
        dest="known_verb", required=True, metavar="add|list|export|import|renew"
    )
    add = known.add_parser(
        "add", parents=[shared], help="add pictures to a library, which is made where it is not there"
    )
    add.add_argument("library")
    add.add_argument("paths", nargs="+", metavar="PATH")
    _provenance(add)
    _reading(add)
    export = known.add_parser("export", parents=[shared], help="write a library as one signed file")
    export.add_argument("library")
    export.add_argument("--to", required=True, metavar="FILE")
    export.add_argument(
        "--with", dest="contents", default="hashes", choices=["pictures", "previews", "hashes"],
        help="the originals, small pictures, or hashes and features only (default)",
    )  # fmt: skip
    bring = known.add_parser(
        "import", parents=[shared], help="take in packs, and lists of hashes (PDQ, MD5, SHA, VICS, auto-archiver)"
    )
    bring.add_argument("library")
    bring.add_argument("paths", nargs="+", metavar="FILE")
    bring.add_argument(
        "--hashes", default="", choices=["pdq", "sha256"], help="what 64 hex digits are where a list does not tell"
    )
    _provenance(bring)
    _reading(bring)
    renew = known.add_parser(
        "renew", parents=[shared], help="measure again what another version measured, where its picture is kept"
    )
    renew.add_argument("library")
    _reading(renew)
    known.add_parser("list", parents=[shared], help="list the known images of a library").add_argument("library")

    match = verb("match", "find known images again in files, or in the evidence of a case")
    _reading(match)
    match.add_argument("paths", nargs="*", metavar="PATH|ID")
    match.add_argument("--library", action="append", default=[], metavar="LIBRARY")
    match.add_argument("--case", metavar="CASE")
    match.add_argument(
        "--within", action="store_true", help="with --case: group the evidence that is one photograph (near-copies)"
    )
    match.add_argument(
        "--unlink", action="store_true", help="with --within and ID [ID]: cut a link, or take one out of its group"
    )
    match.add_argument("--on", action="append", default=[], metavar="LIBRARY", help="with --case: search it again")
    match.add_argument("--off", action="append", default=[], metavar="LIBRARY", help="with --case: do not search it")
    match.add_argument("--dismiss", metavar="MATCH", help="with --case and one ID: set this match aside")
    match.add_argument("--reason", default="", help="why it is set aside, or a link cut")

    event = _only("add", verb("event", "record what is said to have happened"), shared)
    event.add_argument("case")
    event.add_argument("--title", required=True)
    event.add_argument("--from", dest="start", required=True, metavar="A", help="e.g. 2025-11-24T23:00+04:30")
    event.add_argument("--to", dest="end", required=True, metavar="B")
    event.add_argument("--place", required=True)
    event.add_argument("--at", default="", metavar="LAT,LON")
    event.add_argument("--precision", default=None, choices=[p.value for p in Precision])

    claim = _only("add", verb("claim", "record what somebody says of an event"), shared)
    claim.add_argument("case")
    claim.add_argument("event")
    claim.add_argument("--text", required=True)
    claim.add_argument("--by", required=True, metavar="WHO")
    claim.add_argument("--source-grade", default="F", choices=[g.value for g in SourceGrade])
    claim.add_argument("--information-grade", default="6", choices=[g.value for g in InformationGrade])
    claim.add_argument("--url", default="")

    decide = verb("decide", "record a verdict on one exhibit")
    decide.add_argument("case")
    decide.add_argument("evidence", help="the first characters of its SHA-256")
    decide.add_argument("claim")
    decide.add_argument("--status", required=True, choices=[s.value for s in Status])
    decide.add_argument(
        "--category", action="append", default=[], metavar="C", help=", ".join(m.value for m in MediaReview)
    )
    decide.add_argument(
        "--pillar", action="append", default=[], metavar="NAME=GRADE:TEXT", help="grade: green, amber, red, grey"
    )
    decide.add_argument("--reasons", required=True)
    decide.add_argument("--reviewer", required=True)
    decide.add_argument("--confidence", default="not-stated", choices=[c.value for c in Confidence])
    decide.add_argument(
        "--cite", action="append", default=[], metavar="CODE|MATCH", help="a finding or match that it rests on"
    )
    decide.add_argument(
        "--group", action="store_true", help="give the verdict on all near-copies of the evidence: on all or none"
    )
    decide.add_argument("--gap-reason", default="", help="why a verdict 'verified' stands though a pillar is empty")

    note = verb("note", "say what is to be seen on an image, before others look at it")
    note.add_argument("case")
    note.add_argument("evidence", help="the first characters of its SHA-256")
    note.add_argument("--kind", action="append", default=[], choices=[k.value for k in ContentKind])
    note.add_argument("--text", default="", help="in a few words; without any of both the note is taken back")

    report = verb("report", "write the report on one event")
    report.add_argument("case")
    report.add_argument("event")
    report.add_argument("--to", required=True, metavar="FILE.html|.json")

    bundle = verb("bundle", "write the whole case as one file that others can check without the workbench")
    bundle.add_argument("case")
    bundle.add_argument("--to", required=True, metavar="FILE.zip")
    bundle.add_argument("--with", dest="contents", default="originals", choices=["originals", "hashes"],
                        help="the originals (default), or their hashes only")  # fmt: skip
    bundle.add_argument("--as-it-is", action="store_true", help="also where the case does not verify: it says so")

    joined = verb("join", "take in what another laptop wrote of the same case, from its bundle")
    joined.add_argument("case")
    joined.add_argument("bundle", metavar="BUNDLE")

    _checkpoint(verb("checkpoint", "keep the journal's signed size and root elsewhere, and have others vouch for it"))

    verify = verb("verify", "check every entry, checkpoint and original of a case, or of a bundle")
    verify.add_argument("case", metavar="CASE|BUNDLE")
    verify.add_argument("--checkpoint", action="append", default=[], metavar="FILE", help="a checkpoint kept elsewhere")

    verb("limits", "list the limits that files are read under, and where they are set")

    backup = verb("backup", "copy a whole case into one file, also while it is open, and read it back")
    backup.add_argument("case")
    backup.add_argument("--to", required=True, metavar="FILE|FOLDER")
    restore = verb("restore", "bring a backup back into a new folder, and verify it")
    restore.add_argument("backup", metavar="BACKUP")
    restore.add_argument("--to", required=True, metavar="CASE")
    verb("repair", "put a damaged case right: what is wrong is set aside, never deleted").add_argument("case")

    verb("selftest", "check this installation, frozen or not")
    return top


def _reading(verb: argparse.ArgumentParser) -> None:
    """How carefully the verb reads files."""
    verb.add_argument(
        "--limit", action="append", default=[], metavar="NAME=VALUE",
        help="another limit for this run, as pixels=300000000; `workbench limits` lists them",
    )  # fmt: skip
    verb.add_argument(
        "--hostile-source", action="store_true", help="read every image in a fresh process of its own; slower"
    )
    verb.add_argument(
        "--accept-isolation", default="full", choices=["reduced", "none"],
        help="read files although this system locks the process that reads them only in part, or not at all",
    )  # fmt: skip


def _case(verb: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    case = verb.add_subparsers(dest="case_verb", required=True, metavar="new|rebuild|encrypt|passphrase|recovery")
    new = case.add_parser("new", parents=[shared], help="make an empty case in a new folder")
    new.add_argument("--title", default="")
    new.add_argument("--encrypted", action="store_true", help="under a passphrase, which is asked for")
    rebuild = case.add_parser("rebuild", parents=[shared], help="make the tables again from the journal")
    encrypt = case.add_parser("encrypt", parents=[shared], help="encrypt a plain case, under a new passphrase")
    change = case.add_parser("passphrase", parents=[shared], help="change the passphrase; nothing else is rewritten")
    recovery = case.add_parser("recovery", parents=[shared], help="make a new recovery key; the old one opens no more")
    for each in (new, rebuild, encrypt, change, recovery):
        each.add_argument("case")
    for each in (new, encrypt, change):
        each.add_argument(
            "--new-passphrase-file", default="", metavar="FILE",
            help="the new passphrase is this file's first line (- for standard input)",
        )  # fmt: skip


def _provenance(verb: argparse.ArgumentParser) -> None:
    """What is known of images that come into a library together."""
    verb.add_argument(
        "--first-known", default="", metavar="INTERVAL", help="e.g. 2019-05-04, 2019-05-04T10:00+04:30, A/B"
    )
    verb.add_argument("--place", default="")
    verb.add_argument("--source", default="")
    verb.add_argument("--event", default="", help="what it truly shows")
    verb.add_argument("--note", default="")


def _checkpoint(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("case", nargs="?", default="")
    verb.add_argument("--book", default="", help="of the journal; by default the one written last")
    what = verb.add_mutually_exclusive_group()
    what.add_argument("--export", default="", metavar="FILE", help="write the newest checkpoint")
    what.add_argument(
        "--countersign", default="", metavar="FILE",
        help="sign a colleague's checkpoint with this installation's key; with CASE only if that agrees with it",
    )  # fmt: skip
    what.add_argument("--countersigned", default="", metavar="FILE", help="take a countersigned checkpoint back")
    what.add_argument("--timestamp-request", default="", metavar="FILE", help="write a request (RFC 3161)")
    what.add_argument("--timestamp-reply", default="", metavar="FILE", help="keep the authority's reply")


def _only(name: str, verb: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """A verb with one sub-verb, which leaves room for more."""
    return verb.add_subparsers(dest="sub_verb", required=True, metavar=name).add_parser(name, parents=[shared])
