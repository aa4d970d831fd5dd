"""python -m second_verifier PROOF --trust TRUST [--since OLD] [--json]"""

import argparse
import json
import sys
from pathlib import Path

from . import since, trust
from .reasons import CLASS_OF, EXITS, Refusal
from .verify import verify


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="second_verifier", description=__doc__)
    parser.add_argument("proof", type=Path)
    parser.add_argument("--trust", type=Path, required=True)
    parser.add_argument("--since", type=Path, help="an older proof, checkpoint or tlog-proof")
    parser.add_argument("--json", action="store_true", help="print the verdict as JSON")
    options = parser.parse_args(arguments)
    try:
        proof, anchors = options.proof.read_bytes(), options.trust.read_bytes()
        older = options.since.read_bytes() if options.since else None
    except OSError as error:
        print(f"second_verifier: error: {error}", file=sys.stderr)
        return 74
    try:
        kept = since.read(older) if older is not None else None
        verdict = verify(proof, trust.read(anchors), kept)
    except Refusal as refusal:
        message = f"the trust file, or what was kept: {refusal.code}"
        print(f"second_verifier: error: {message}", file=sys.stderr)
        return EXITS[CLASS_OF[refusal.code]]
    if options.json:
        print(json.dumps(verdict.members()))
    else:
        print(_line(verdict))
    return verdict.exit_code


def _line(verdict):
    if verdict.human is not None:
        # Text from a ledger is hostile: as ASCII it cannot command a terminal.
        return f"proven: {json.dumps(verdict.human['name'])} ({verdict.human['id']})"
    place = "" if verdict.record is None else f" at record {verdict.record}"
    hop = "" if verdict.hop is None else f", hop {verdict.hop}"
    return f"{verdict.outcome}: {verdict.reason}{place}{hop}"


if __name__ == "__main__":
    sys.exit(main())
