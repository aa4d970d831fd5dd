"""The status tree: lists of facts and their proofs (format.md, section 9)."""

import hashlib

from . import multiproof
from .strict_json import canonical

HEIGHT = 40


def leaf(facts):
    """The leaf of a list of facts, pairs of at and is."""
    listed = canonical([{"at": at, "is": what} for at, what in facts]) if facts else b""
    return hashlib.sha256(b"\2" + listed).digest()


def node(left, right):
    return hashlib.sha256(b"\3" + left + right).digest()


DEFAULTS = [leaf([])]
for _ in range(HEIGHT):
    DEFAULTS.append(node(DEFAULTS[-1], DEFAULTS[-1]))


def lead_to(lists, root, proof):
    """Whether this status multiproof of lists of facts by index leads to the status root."""
    levels = multiproof.siblings(lists, 2**HEIGHT)
    flag_bytes = -(-len(levels) // 8)
    flags = int.from_bytes(proof[:flag_bytes], "little")
    given = [k for k in range(len(levels)) if flags >> k & 1]
    if flags >> len(levels) or len(proof) != flag_bytes + 32 * len(given):
        return False
    siblings = [DEFAULTS[level] for level in levels]
    for n, k in enumerate(given):
        sibling = proof[flag_bytes + 32 * n : flag_bytes + 32 * (n + 1)]
        if sibling == siblings[k]:
            return False
        siblings[k] = sibling
    leaves = {index: leaf(facts) for index, facts in lists.items()}
    return multiproof.root(leaves, 2**HEIGHT, 3, siblings) == root
