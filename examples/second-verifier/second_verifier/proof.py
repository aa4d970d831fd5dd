"""The proof file: its form, and the proofs in it (format.md, sections 11 and 12, steps 1, 3 and 5)."""

import re
from dataclasses import dataclass

from . import log, status, strict_json
from .reasons import Refusal
from .strict_json import whole
from .text import unbase64

MAX_BYTES = 4194304
FORMAT = "authority-proof/2"
_MEMBERS = {
    "format", "action", "checkpoint", "records", "recordNodes", "statuses", "statusNodes",
    "disclosures",
}  # fmt: skip
_FACT = re.compile(r"[a-z](-?[a-z0-9])*")
_INDEX = re.compile(r"0|[1-9][0-9]{0,12}", re.ASCII)


@dataclass(frozen=True)
class ProofFile:
    action: int
    checkpoint: str
    records: dict  # from index to Record
    record_nodes: bytes
    statuses: dict  # from index to facts, pairs of at and is
    status_nodes: bytes
    disclosures: dict  # from index to list
    since: tuple = None  # a size, and the nodes of a prefix proof


def _bad():
    return Refusal("proof-malformed")


def _require(condition):
    if not condition:
        raise _bad()


def read(data):
    """Step 1: the form of the file."""
    if len(data) > MAX_BYTES:
        raise Refusal("proof-too-large")
    try:
        value = strict_json.parse(data)
    except strict_json.JsonError:
        raise _bad() from None
    _require(isinstance(value, dict) and isinstance(value.get("format"), str))
    if value["format"] != FORMAT:
        raise Refusal("unknown-version")
    _require(value.keys() - {"since"} == _MEMBERS and isinstance(value["checkpoint"], str))
    action = _whole(value["action"])
    texts = _list(value["records"], 1024)
    _require(all(isinstance(text, str) for text in texts))
    record_nodes, status_nodes = _nodes(value["recordNodes"]), _nodes(value["statusNodes"])
    statuses = _statuses(value["statuses"])
    disclosures = _disclosures(value["disclosures"])
    since = _since(value["since"]) if "since" in value else None
    records = _records(texts)
    if strict_json.canonical(value) != data:
        raise Refusal("proof-not-canonical")
    return ProofFile(
        action,
        value["checkpoint"],
        records,
        record_nodes,
        statuses,
        status_nodes,
        disclosures,
        since,
    )


def _since(value):
    _require(isinstance(value, dict) and value.keys() == {"size", "nodes"})
    size, nodes = _whole(value["size"]), _nodes(value["nodes"])
    _require(1 <= size <= 2**40 and len(nodes) % 32 == 0)
    return size, nodes


def _whole(value):
    result = whole(value)
    _require(result is not None)
    return result


def _list(value, high=None):
    _require(isinstance(value, list) and (high is None or len(value) <= high))
    return value


def _nodes(value):
    result = unbase64(value)
    _require(result is not None)
    return result


def _records(texts):
    records, last = {}, -1
    for text in texts:
        record = log.read_record(text)
        _require(record.index > last)
        last = record.index
        records[last] = record
    return records


def _by_index(value):
    _require(isinstance(value, dict) and all(map(_INDEX.fullmatch, value)))
    return {int(index): value[index] for index in sorted(value, key=int)}


def _statuses(value):
    _require(isinstance(value, dict) and len(value) <= 1024)
    return {index: _facts(facts) for index, facts in _by_index(value).items()}


def _facts(value):
    facts = [_fact(one) for one in _list(value)]
    _require(all(a[0] < b[0] for a, b in zip(facts, facts[1:])))
    return facts


def _fact(value):
    _require(isinstance(value, dict) and value.keys() == {"at", "is"})
    at, what = _whole(value["at"]), value["is"]
    _require(at < 2**40 and isinstance(what, str) and len(what) <= 64 and _FACT.fullmatch(what))
    return at, what


def _disclosures(value):
    disclosures = _by_index(value)
    for encoded in disclosures.values():
        _require(_list(encoded) and all(isinstance(one, str) for one in encoded))
        _require(encoded == sorted(encoded))
    _require(sum(map(len, disclosures.values())) <= 4096)
    return disclosures


def leaves_of(records):
    """The leaf hashes that records tell, by index."""
    leaves = {index: record.leaf_hash for index, record in records.items()}
    for index, record in records.items():
        if index & 1:
            leaves.setdefault(index - 1, record.previous)
    return leaves


def require_included(proof, checkpoint):
    """Step 3: the records stand under the checkpoint; their links and times."""
    for index in proof.records:
        if index >= checkpoint.size:
            raise Refusal("inclusion-invalid", index)
    leaves = leaves_of(proof.records)
    if not leaves or not log.are_included(
        leaves, checkpoint.size, checkpoint.root, proof.record_nodes
    ):
        raise Refusal("inclusion-invalid")
    before = None
    for index, record in proof.records.items():
        if before is not None:
            if before.index + 1 == index and record.previous != before.leaf_hash:
                raise Refusal("link-broken", index)
            if record.time < before.time:
                raise Refusal("time-reversed", index)
        before = record


def require_statuses(proof, newest, size):
    """Step 5: the lists of facts stand under the newest record's status root."""
    for index in proof.statuses:
        if index >= size:
            raise Refusal("status-proof-invalid", index)
    if not proof.statuses or not status.lead_to(
        proof.statuses, newest.status_root, proof.status_nodes
    ):
        raise Refusal("status-proof-invalid")
    for index, facts in proof.statuses.items():
        if not all(index < at < size for at, _ in facts):
            raise Refusal("status-contradiction", index)
