"""The trust file: what the verifier brings (format.md, section 10)."""

from dataclasses import dataclass
from typing import Optional

from . import log, strict_json, witnesses
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
    second_key: Optional[witnesses.Cosigner]
    policy: Optional[witnesses.Policy]
    auditors: Optional[witnesses.Policy]
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
    optional = {"auditors", "genesis", "minSize", "mlDsa44", "policy", "unknownSignatures"}
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
    texts = {name: ledger[name] for name in ("mlDsa44", "policy", "auditors") if name in ledger}
    if min_size is None or unknown not in ("refuse", "ignore"):
        raise bad
    if not all(isinstance(text, str) for text in texts.values()):
        raise bad
    second_key = None
    if "mlDsa44" in texts:
        second_key = witnesses.read_second_key(texts["mlDsa44"], vkey.name)
        if second_key is None:
            raise bad
    policy, auditors = (
        witnesses.read_policy(texts[name], vkey) if name in texts else None for name in ("policy", "auditors")
    )
    return Anchor(vkey, authorities, genesis, min_size, second_key, policy, auditors, unknown == "ignore")
