"""The trust file: what the verifier brings (format.md, section 10)."""

from dataclasses import dataclass
from typing import Optional

from . import log, strict_json, witnesses
from .keys import read_jwk
from .reasons import Refusal
from .strict_json import whole
from .text import hash32


@dataclass(frozen=True)
class Range:
    """A key and the tree sizes that are its to sign, the end not among them."""

    vkey: log.VerifierKey
    second_key: Optional[witnesses.Cosigner]
    since: int
    until: Optional[int]

    def holds(self, size):
        return self.since <= size and (self.until is None or size < self.until)


@dataclass(frozen=True)
class Pinned:
    ranges: tuple
    stated: bool  # whether the ranges are, or the log says them

    @property
    def origin(self):
        return self.ranges[0].vkey.name

    def at(self, size):
        return next((one for one in self.ranges if one.holds(size)), None)

    def outgoing(self, size):
        """The range of the key that may have named the one that signs this size; None if none may."""
        begun = [one for one in self.ranges if one.since <= size]
        ended = begun and begun[-1].until is not None and begun[-1].holds(size)
        return begun[-1] if begun and not ended else None


@dataclass(frozen=True)
class Anchor:
    pinned: Pinned
    authorities: frozenset  # of thumbprints
    genesis: Optional[bytes]
    min_size: int
    policy: Optional[witnesses.Policy]
    auditors: Optional[witnesses.Policy]
    ignores_unknown: bool


def read(data):
    """The anchors of a trust file, lists by origin."""
    bad = Refusal("trust-malformed")
    if len(data) > 1048576:
        raise bad
    try:
        value = strict_json.parse(data)
    except strict_json.JsonError:
        raise bad from None
    if not isinstance(value, dict) or whole(value.get("version")) is None:
        raise bad
    if whole(value["version"]) != 1:
        raise Refusal("unknown-version")
    if value.keys() != {"version", "ledgers"} or not isinstance(value["ledgers"], list):
        raise bad
    anchors = {}
    for ledger in value["ledgers"]:
        anchor = _read_ledger(ledger)
        same = anchors.setdefault(anchor.pinned.origin, [])
        if any(None in (one.genesis, anchor.genesis) or one.genesis == anchor.genesis for one in same):
            raise bad
        same.append(anchor)
    return anchors


def _read_ledger(ledger):
    bad = Refusal("trust-malformed")
    optional = {"auditors", "genesis", "minSize", "policy", "unknownSignatures"}
    if not isinstance(ledger, dict) or not isinstance(ledger.get("authorities"), list):
        raise bad
    named = {"vkeys"} if "vkeys" in ledger else {"vkey", "mlDsa44"} & ledger.keys()
    if ledger.keys() - optional != named | {"authorities"}:
        raise bad
    pinned = _read_ranges(ledger["vkeys"]) if "vkeys" in ledger else _read_one(ledger)
    authorities = frozenset(read_jwk(jwk, "trust-malformed").thumbprint for jwk in ledger["authorities"])
    genesis = None
    if "genesis" in ledger:
        genesis = hash32(ledger["genesis"])
        if genesis is None:
            raise bad
    min_size = whole(ledger.get("minSize", strict_json.Decimal(0)))
    unknown = ledger.get("unknownSignatures", "refuse")
    if min_size is None or unknown not in ("refuse", "ignore"):
        raise bad
    policy, auditors = (_read_policy(ledger, name, pinned) for name in ("policy", "auditors"))
    return Anchor(pinned, authorities, genesis, min_size, policy, auditors, unknown == "ignore")


def _read_policy(ledger, name, pinned):
    if name not in ledger:
        return None
    if not isinstance(ledger[name], str):
        raise Refusal("trust-malformed")
    for one in pinned.ranges:
        policy = witnesses.read_policy(ledger[name], one.vkey)
    seconds = {one.second_key.raw for one in pinned.ranges if one.second_key}
    if any(witness.raw in seconds for witness in policy.witnesses.values()):
        raise Refusal("witness-policy-malformed")
    return policy


def _read_one(ledger):
    return Pinned((Range(*_read_keys(ledger), 0, None),), False)


def _read_ranges(vkeys):
    bad = Refusal("trust-malformed")
    if not isinstance(vkeys, list) or not vkeys:
        raise bad
    ranges = []
    for item in vkeys:
        if not isinstance(item, dict) or not {"vkey", "from"} <= item.keys() <= {"vkey", "mlDsa44", "from", "to"}:
            raise bad
        since, until = whole(item["from"]), whole(item["to"]) if "to" in item else None
        if since is None or ("to" in item and (until is None or until <= since)):
            raise bad
        ranges.append(Range(*_read_keys(item), since, until))
    for before, after in zip(ranges, ranges[1:]):
        if before.until is None or after.since < before.until:
            raise bad
    keys = {one.vkey.key.thumbprint for one in ranges}
    if len(keys) < len(ranges) or len({one.vkey.name for one in ranges}) > 1:
        raise bad
    return Pinned(tuple(ranges), True)


def _read_keys(members):
    bad = Refusal("trust-malformed")
    text = members.get("vkey")
    vkey = log.read_verifier_key(text) if isinstance(text, str) else None
    if vkey is None:
        raise bad
    second_key = None
    if "mlDsa44" in members:
        text = members["mlDsa44"]
        second_key = witnesses.read_second_key(text, vkey.name) if isinstance(text, str) else None
        if second_key is None:
            raise bad
    return vkey, second_key
