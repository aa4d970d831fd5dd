"""The trust file: what the verifier brings (format.md, section 10)."""

from dataclasses import dataclass
from typing import Optional

from . import log, strict_json
from .keys import read_jwk
from .reasons import Refusal
from .strict_json import whole
from .text import hash32


@dataclass(frozen=True)
class Anchor:
    vkey: log.VerifierKey
    authorities: frozenset  # of thumbprints
    genesis: Optional[bytes]
    min_size: int
    policy: Optional[str]
    ignores_unknown: bool


def read(data):
    """The anchors of a trust file by origin."""
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
        if anchor.vkey.name in anchors:
            raise bad
        anchors[anchor.vkey.name] = anchor
    return anchors


def _read_ledger(ledger):
    bad = Refusal("trust-malformed")
    optional = {"genesis", "minSize", "policy", "unknownSignatures"}
    if not isinstance(ledger, dict) or not {"vkey", "authorities"} <= ledger.keys():
        raise bad
    if ledger.keys() - optional != {"vkey", "authorities"}:
        raise bad
    vkey = log.read_verifier_key(ledger["vkey"]) if isinstance(ledger["vkey"], str) else None
    if vkey is None or not isinstance(ledger["authorities"], list):
        raise bad
    authorities = frozenset(read_jwk(jwk, "trust-malformed").thumbprint for jwk in ledger["authorities"])
    genesis = None
    if "genesis" in ledger:
        genesis = hash32(ledger["genesis"])
        if genesis is None:
            raise bad
    min_size = whole(ledger.get("minSize", strict_json.Decimal(0)))
    unknown = ledger.get("unknownSignatures", "refuse")
    policy = ledger.get("policy")
    if min_size is None or unknown not in ("refuse", "ignore"):
        raise bad
    if "policy" in ledger and not isinstance(policy, str):
        raise bad
    return Anchor(vkey, authorities, genesis, min_size, policy, unknown == "ignore")
