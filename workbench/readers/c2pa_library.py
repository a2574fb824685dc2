"""The C2PA library (c2pa-rs, as c2pa-python brings it), called through its C interface, `c2pa.h`.

Not through c2pa-python's classes: those make four callbacks for each file, and a callback is machine code that
libffi writes while it runs, which the locked child may not have. Here four are made once, before the child
locks itself, for one stream that is given each file in turn.

No network: remote manifests and revocation (OCSP) are not fetched, and no host is on the library's list.
"""

import ctypes
import importlib.util
import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

PACKAGE = "c2pa-python"
FILES = {"linux": "libc2pa_c.so", "darwin": "libc2pa_c.dylib", "win32": "c2pa_c.dll"}
JSON_BYTES = 16 * 2**20
"""A longer answer is not taken: the largest of the public test files is answered in 57 KB."""
SETTINGS = {
    "verify": {
        "verify_after_reading": True,
        "verify_trust": True,
        "verify_timestamp_trust": True,
        "remote_manifest_fetch": False,
        "ocsp_fetch": False,
    },
    "core": {"allowed_network_hosts": [], "allow_redirects": False, "max_decompressed_manifest_size_in_mb": 32},
}

_READ = ctypes.CFUNCTYPE(ctypes.c_ssize_t, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ssize_t)
_SEEK = ctypes.CFUNCTYPE(ctypes.c_ssize_t, ctypes.c_void_p, ctypes.c_ssize_t, ctypes.c_int)
_WRITE = ctypes.CFUNCTYPE(ctypes.c_ssize_t, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ssize_t)
_FLUSH = ctypes.CFUNCTYPE(ctypes.c_ssize_t, ctypes.c_void_p)
_POINTER, _TEXT = ctypes.c_void_p, ctypes.c_char_p
_FUNCTIONS = {
    "c2pa_create_stream": (_POINTER, (_POINTER, _READ, _SEEK, _WRITE, _FLUSH)),
    "c2pa_settings_new": (_POINTER, ()),
    "c2pa_settings_update_from_string": (ctypes.c_int, (_POINTER, _TEXT, _TEXT)),
    "c2pa_context_builder_new": (_POINTER, ()),
    "c2pa_context_builder_set_settings": (ctypes.c_int, (_POINTER, _POINTER)),
    "c2pa_context_builder_build": (_POINTER, (_POINTER,)),
    "c2pa_reader_from_context": (_POINTER, (_POINTER,)),
    "c2pa_reader_with_stream": (_POINTER, (_POINTER, _TEXT, _POINTER)),
    "c2pa_reader_json": (_POINTER, (_POINTER,)),
    "c2pa_reader_remote_url": (_POINTER, (_POINTER,)),
    "c2pa_reader_is_embedded": (ctypes.c_bool, (_POINTER,)),
    "c2pa_error": (_POINTER, ()),
    "c2pa_free": (ctypes.c_int, (_POINTER,)),
}


class LibraryError(Exception):
    """The library's own error: `kind` is its name for it (`ManifestNotFound`), `text` what it adds."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(kind)
        self.kind, self.text = kind, text


@dataclass(frozen=True, slots=True)
class ManifestStore:
    """What the library says of a file, as JSON that is not parsed yet, and where the manifest stood."""

    untrusted_json: bytes
    embedded: bool
    remote_url: str


class Library:
    """One loaded library, one stream. Not for two threads at once."""

    def __init__(self, path: Path) -> None:
        """OSError or AttributeError where the library cannot be loaded or is another version's."""
        self._c = ctypes.CDLL(str(path))
        for name, (result, arguments) in _FUNCTIONS.items():
            function = getattr(self._c, name)
            function.restype, function.argtypes = result, arguments
        self._file = io.BytesIO()
        self._callbacks = (_READ(self._read), _SEEK(self._seek), _WRITE(lambda *_: -1), _FLUSH(lambda *_: 0))
        self._stream = self._c.c2pa_create_stream(None, *self._callbacks)

    def manifest_store(self, untrusted: bytes, trust_anchors: str) -> ManifestStore:
        """What the file's manifest says and how it validates; LibraryError where there is none or it is unreadable.

        `trust_anchors` are certificates in PEM; with none, no signer is trusted.
        """
        self._file = io.BytesIO(untrusted)
        try:
            with self._context(trust_anchors) as context, self._reader(context) as reader:
                url = self._c.c2pa_reader_remote_url(reader)
                return ManifestStore(
                    self._taken(self._c.c2pa_reader_json(reader)),
                    bool(self._c.c2pa_reader_is_embedded(reader)),
                    self._taken(url).decode("utf-8", "replace") if url else "",
                )
        finally:
            self._file = io.BytesIO()

    def accepts(self, trust_anchors: str) -> bool:
        """Whether the certificates can be read: one that cannot would cost every file its credentials."""
        try:
            with self._context(trust_anchors):
                return "-----BEGIN CERTIFICATE-----" in trust_anchors
        except LibraryError:
            return False

    @contextmanager
    def _context(self, trust_anchors: str) -> Iterator[int]:
        wanted = {**SETTINGS, "trust": {"user_anchors": trust_anchors}} if trust_anchors else SETTINGS
        settings = self._made(self._c.c2pa_settings_new())
        builder = self._made(self._c.c2pa_context_builder_new())
        try:
            self._done(self._c.c2pa_settings_update_from_string(settings, json.dumps(wanted).encode(), b"json"))
            self._done(self._c.c2pa_context_builder_set_settings(builder, settings))
        except LibraryError:
            self._c.c2pa_free(builder)
            raise
        finally:
            self._c.c2pa_free(settings)
        context = self._made(self._c.c2pa_context_builder_build(builder))  # which takes the builder
        try:
            yield context
        finally:
            self._c.c2pa_free(context)

    @contextmanager
    def _reader(self, context: int) -> Iterator[int]:
        empty = self._made(self._c.c2pa_reader_from_context(context))
        reader = self._made(self._c.c2pa_reader_with_stream(empty, b"", self._stream))  # which takes the empty one
        try:
            yield reader
        finally:
            self._c.c2pa_free(reader)

    def _made(self, pointer: int | None) -> int:
        if not pointer:
            raise self._error()
        return pointer

    def _done(self, status: int) -> None:
        if status < 0:
            raise self._error()

    def _taken(self, pointer: int | None) -> bytes:
        """A text of the library's, copied and given back."""
        text = ctypes.string_at(self._made(pointer))
        self._c.c2pa_free(pointer)
        if len(text) > JSON_BYTES:
            raise LibraryError("TooLong", f"{len(text)} bytes")
        return text

    def _error(self) -> LibraryError:
        pointer = self._c.c2pa_error()
        kind, _, text = (self._taken(pointer).decode("utf-8", "replace") if pointer else "").partition(":")
        return LibraryError(kind.strip(), text.strip())

    def _read(self, _: int | None, target: int | None, length: int) -> int:
        part = self._file.read(max(0, length))
        if target and part:
            ctypes.memmove(target, part, len(part))
        return len(part)

    def _seek(self, _: int | None, offset: int, whence: int) -> int:
        try:
            return self._file.seek(offset, whence)
        except ValueError:
            return -1


def installed() -> tuple[Path, str] | None:
    """Where the library lies and which version it is; None where it is not installed."""
    try:
        package = importlib.util.find_spec("c2pa")
        version = metadata.version(PACKAGE)
    except (ImportError, ValueError):  # PackageNotFoundError is an ImportError
        return None
    if package is None or package.origin is None or sys.platform not in FILES:
        return None
    path = Path(package.origin).parent / "libs" / FILES[sys.platform]
    return (path, version) if path.is_file() else None
