"""A database that others write to, held so that its files can be copied as they are."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from workbench.storage.database import connect, is_writable, reading


@contextlib.contextmanager
def standing(file: Path, key: bytes | None) -> Iterator[bytes]:
    """The log as it is now; while this holds, it and `file` make one whole state, that of now, however much others
    write meanwhile.

    A reader stands in the way of whoever would bring later changes from the log into the file; what is brought in
    stands in this log. It is read in one go while nobody writes, since it may be begun anew between two reads of it.
    Refusal `case.unreadable`, `case.busy`.
    """
    with contextlib.closing(connect(file, key=key)) as reader, contextlib.closing(connect(file, key=key)) as writer:
        with reading(file.parent):
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM meta").fetchone()
        with reading(file.parent, "case.busy"):
            if is_writable(file):
                writer.execute("BEGIN IMMEDIATE")
        try:
            lies = file.with_name(f"{file.name}-wal")
            log = lies.read_bytes() if lies.exists() else b""
        finally:
            if writer.in_transaction:
                writer.execute("ROLLBACK")
        yield log
        reader.execute("ROLLBACK")
