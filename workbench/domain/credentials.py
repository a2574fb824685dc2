"""What Content Credentials (C2PA) say, as three facts that are kept apart: the manifest, its binding to these
bytes, and its signer; and what the manifest asserts.

Codes are those of the C2PA specification 2.x, "Validation". All of it comes from a hostile file through a library:
what is not known is left out, never guessed.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Presence(StrEnum):
    ABSENT = "absent"
    EMBEDDED = "embedded"
    REMOTE = "remote"
    """Named by an address only; nothing is fetched."""
    UNREADABLE = "unreadable"


class Binding(StrEnum):
    VALID = "valid"
    MISMATCH = "mismatch"
    PARTIAL = "partial"
    """The hash fits, and by its own word leaves out more than the manifest: what lies there is not bound."""
    INEXACT = "inexact"
    """The hash fits, and leaves out another stretch than the manifest's, which the standard does not allow."""
    NONE = "none"
    """The manifest holds no hash of the picture's bytes."""
    UNCHECKED = "unchecked"


class Standing(StrEnum):
    TRUSTED = "trusted"
    """Under a certificate of the trust list that the user gave."""
    UNTRUSTED = "untrusted"
    """In no trust list that was given."""
    EXPIRED = "expired"
    REVOKED = "revoked"
    UNSUITABLE = "unsuitable"
    """The certificate is not one for signing Content Credentials."""
    SIGNATURE_INVALID = "signature-invalid"
    """The signature does not fit the claim: whoever is named did not sign this."""
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Manifest:
    """`generator` wrote it. `altered` and `faulty` are validation codes: parts changed after signing, or malformed."""

    presence: Presence
    label: str = ""
    generator: str = ""
    title: str = ""
    url: str = ""
    error: str = ""
    cut: bool = False
    altered: tuple[str, ...] = ()
    faulty: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signer:
    """`name` and `issuer` as the certificate has them; `time` as the time-stamp has it, None without one.

    `trust_list` is `none`, `given` or `unreadable`: but for the second nobody could be trusted.
    """

    standing: Standing
    name: str = ""
    issuer: str = ""
    time: datetime | None = None
    trust_list: str = "none"


@dataclass(frozen=True, slots=True)
class Action:
    """One action that a manifest asserts. `lineage` is `own` for the active manifest's, `parent` for those of what
    this picture was made from, `component` for those of what was put into it."""

    name: str
    lineage: str
    agent: str = ""
    when: str = ""
    source_type: str = ""


@dataclass(frozen=True, slots=True)
class Ingredient:
    """`relationship` is `parentOf`, `componentOf` or `inputTo`; `problems` are the codes with which it fails."""

    title: str
    relationship: str
    lineage: str
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Permission:
    """An entry of a training and data mining assertion: `use` is `allowed`, `notAllowed` or `constrained`."""

    name: str
    use: str


@dataclass(frozen=True, slots=True)
class Credentials:
    manifest: Manifest
    binding: Binding
    signer: Signer
    actions: tuple[Action, ...] = ()
    ingredients: tuple[Ingredient, ...] = ()
    permissions: tuple[Permission, ...] = ()
    creators: tuple[str, ...] = ()
    sources: tuple[Action, ...] = ()
    """Source types that other assertions than actions name; `name` is the assertion's."""

    @property
    def sound(self) -> bool:
        """The manifest is whole, binds to these bytes, and is signed; by whom is another question."""
        return (
            self.binding is Binding.VALID
            and not self.manifest.altered
            and not self.manifest.faulty
            and self.signer.standing not in (Standing.SIGNATURE_INVALID, Standing.UNCHECKED)
        )
