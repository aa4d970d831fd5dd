"""An older history that the verifier kept (format.md, sections 8 and 12, "Since")."""

import hashlib
from dataclasses import dataclass

from . import log, proof
from .reasons import Refusal
from .text import unbase64


@dataclass(frozen=True)
class Kept:
    """A checkpoint, the leaves that are shown under it, and what shows an older root."""

    checkpoint: log.Checkpoint
    leaves: dict  # from index to leaf hash
    nodes: bytes
    since: tuple = None


def read(data):
    """What was kept: an authority proof, a tlog-proof or a checkpoint alone."""
    if data[:1] == b"{":
        return of(proof.read(data))
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise Refusal("checkpoint-malformed") from None
    if text.startswith("c2sp.org/tlog-proof@"):
        return _tlog_proof(text)
    return Kept(log.read_checkpoint(text), {}, b"")


def of(file):
    """What an authority proof shows."""
    leaves = proof.leaves_of(file.records)
    return Kept(log.read_checkpoint(file.checkpoint), leaves, file.record_nodes, file.since)


def _tlog_proof(text):
    head, _, note = text.partition("\n\n")
    lines = head.split("\n")
    if lines[0] != "c2sp.org/tlog-proof@v1":
        raise Refusal("unknown-version")
    record = None
    if len(lines) > 1 and lines[1].startswith("extra "):
        record = unbase64(lines.pop(1)[6:])
    hashes = [unbase64(line) for line in lines[2:]]
    if len(lines) < 2 or not lines[1].startswith("index ") or None in hashes:
        raise Refusal("proof-malformed")
    leaves = {}
    if record is not None:
        leaves = {int(lines[1][6:]): hashlib.sha256(b"\0" + record).digest()}
    return Kept(log.read_checkpoint(note), leaves, b"".join(hashes))


def prefix_root(size, whole, root, nodes):
    """The root over the first leaves, if this prefix proof leads to the root of them all."""
    hashes = [nodes[at : at + 32] for at in range(0, len(nodes), 32)]
    if not 0 < size <= whole:
        return None
    if size == whole:
        return None if hashes else root
    level = (size & -size).bit_length() - 1
    index, last = (size - 1) >> level, (whole - 1) >> level
    if not hashes:
        return None
    first = both = hashes.pop(0)
    while last:
        if index & 1 or index < last:
            if not hashes:
                return None
            other = hashes.pop(0)
            pair = other + both if index & 1 else both + other
            both = hashlib.sha256(b"\1" + pair).digest()
            if index & 1:
                first = hashlib.sha256(b"\1" + other + first).digest()
        index, last = index >> 1, last >> 1
    return first if not hashes and both == root else None


def require_continued(kept, here, signers_of):
    """What keeps this proof from going on from what was kept, if nothing but time does: its reason."""
    signers = signers_of(kept)
    old, new = kept.checkpoint, here.checkpoint
    if kept.leaves and not log.are_included(kept.leaves, old.size, old.root, kept.nodes):
        raise Refusal("inclusion-invalid")
    older = old.size <= new.size
    undecided = "consistency-missing" if older else "checkpoint-too-old"
    if old.origin != new.origin:
        return undecided
    found = _relation(kept, here, undecided)
    if found != "history-rewritten":
        return found
    if len(signers) == 1 and signers == signers_of(here):
        raise Refusal(found)
    return undecided  # they may be of two ledgers that the verifier knows


def _relation(kept, here, undecided):
    old, new = kept.checkpoint, here.checkpoint
    older = old.size <= new.size
    if old.size == new.size:
        return None if old.root == new.root else "history-rewritten"
    smaller, bigger = (kept, here) if older else (here, kept)
    size, tree = smaller.checkpoint.size, bigger.checkpoint
    if bigger.since and bigger.since[0] == size:
        root = prefix_root(size, tree.size, tree.root, bigger.since[1])
        if root is None:
            raise Refusal("consistency-invalid")
        if root != smaller.checkpoint.root:
            return "history-rewritten"
        return None if older else undecided
    common = smaller.leaves.keys() & bigger.leaves.keys()
    if any(smaller.leaves[index] != bigger.leaves[index] for index in common):
        return "history-rewritten"
    return undecided
