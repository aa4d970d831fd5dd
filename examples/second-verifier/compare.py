"""Compares this verifier with kept verdicts: python compare.py FOLDER [--limit N]

The folder holds NAME.proof, and NAME.verdict with what the other verifier said of it and the name of
the trust file. Every difference is named; the exit code is 1 if there is one, 2 if there is nothing.
"""

import argparse
import collections
import json
import multiprocessing
import sys
import time
from pathlib import Path

from second_verifier import trust
from second_verifier.reasons import Refusal
from second_verifier.verify import verify

_COMPARED = ("outcome", "reason", "record", "hop", "human", "name")
_anchors = {}


def _of(folder, name):
    if name not in _anchors:
        _anchors[name] = trust.read((folder / name).read_bytes())
    return _anchors[name]


def judge(said_file):
    """What was said, and what is said here, as two dicts."""
    said = json.loads(said_file.read_bytes())
    detail = said.pop("detail", "")
    try:
        anchors = _of(said_file.parent, said.pop("trust"))
        verdict = verify(said_file.with_suffix(".proof").read_bytes(), anchors)
        got = verdict.members()
        if said.get("record") in verdict.others:
            got["record"] = said["record"]
        human = got.pop("human", None)
        if human is not None:
            got["human"], got["name"] = human["id"], human["name"]
    except Refusal as refusal:
        got = {"outcome": "trust", "reason": refusal.code}
    except Exception as error:  # a bug here is a difference too, and must not end the comparison
        got = {"outcome": "crashed", "reason": repr(error)}
    return said_file.stem, said, got, detail


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, help="how many at most, spread over all")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--shown", type=int, default=20, help="differences shown of each sort")
    options = parser.parse_args()
    files = sorted(options.folder.glob("*.verdict"))[:: _stride(options)]
    if not files:
        print(f"compare: error: no verdicts in {options.folder}", file=sys.stderr)
        return 2
    begun = time.monotonic()
    tally, differences = collections.Counter(), collections.defaultdict(list)
    with multiprocessing.Pool(options.processes) as pool:
        for name, said, got, detail in pool.imap_unordered(judge, files, chunksize=16):
            tally[said.get("reason", said["outcome"])] += 1
            unlike = [m for m in _COMPARED if said.get(m) != got.get(m)]
            if unlike:
                sort = f"{said.get('reason', 'proven')} / {got.get('reason', 'proven')} ({', '.join(unlike)})"
                differences[sort].append(f"{name}: {said} / {got}: {detail}")
    for reason, count in sorted(tally.items()):
        print(f"{count:7} {reason}")
    for sort, found in sorted(differences.items(), key=lambda item: -len(item[1])):
        print(f"DIFFERENT {len(found)} times: {sort}")
        for line in found[: options.shown]:
            print("   ", line)
    wrong = sum(map(len, differences.values()))
    seconds = time.monotonic() - begun
    print(f"{len(files)} proofs, {len(tally)} verdicts, {wrong} differences, {seconds:.1f} s")
    return 1 if wrong else 0


def _stride(options):
    count = sum(1 for _ in options.folder.glob("*.verdict"))
    return max(1, -(-count // options.limit)) if options.limit else 1


if __name__ == "__main__":
    sys.exit(main())
