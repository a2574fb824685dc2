"""Which function answers to which verb."""

import argparse
from collections.abc import Callable, Mapping
from types import MappingProxyType

from workbench.casework.workroom import Workroom
from workbench.commandline import (
    bundle_verb,
    case_verb,
    checkpoint_verb,
    claim_verbs,
    demo_verb,
    import_verb,
    inspect_verb,
    join_verb,
    keeping_verbs,
    known_verb,
    limits_verb,
    match_verb,
    note_verb,
    report_verb,
    selftest_verb,
    verify_verb,
)
from workbench.commandline.voice import Voice

VERBS: Mapping[str, Callable[[argparse.Namespace, Workroom, Voice], int]] = MappingProxyType(
    {
        "backup": keeping_verbs.run_backup,
        "bundle": bundle_verb.run,
        "case": case_verb.run,
        "checkpoint": checkpoint_verb.run,
        "claim": claim_verbs.run_claim,
        "decide": claim_verbs.run_decide,
        "demo": demo_verb.run,
        "event": claim_verbs.run_event,
        "import": import_verb.run,
        "inspect": inspect_verb.run,
        "join": join_verb.run,
        "known": known_verb.run,
        "limits": limits_verb.run,
        "match": match_verb.run,
        "note": note_verb.run,
        "repair": keeping_verbs.run_repair,
        "report": report_verb.run,
        "restore": keeping_verbs.run_restore,
        "selftest": selftest_verb.run,
        "verify": verify_verb.run,
    }
)
