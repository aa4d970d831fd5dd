"""Cosignatures and witness policies (format.md, section 20)."""

import hashlib
import re
from dataclasses import dataclass
from typing import Optional

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import mldsa

from . import log
from .keys import ED25519, key_of
from .reasons import Refusal
from .text import unbase64

_ED25519, _ML_DSA_44 = 0x04, 0x06
_SIZES = {_ED25519: (32, 64), _ML_DSA_44: (1312, 2420)}
_MAX_TIME = 253402300799
_MAX_TEXT, _MAX_NAMED, _MAX_WITNESSES = 262144, 64, 15
_SKEW = 31000


@dataclass(frozen=True)
class Cosigner:
    name: str
    key_id: bytes
    kind: int
    raw: bytes

    def time_of(self, line, checkpoint):
        """When this line says it was signed, if it is this cosigner's over the checkpoint; else None."""
        stamp, signature = line[2][:8], line[2][8:]
        time = int.from_bytes(stamp, "big")
        if len(signature) != _SIZES[self.kind][1] or not 0 < time <= _MAX_TIME:
            return None
        verifies = self._verifies_ed25519 if self.kind == _ED25519 else self._verifies_ml_dsa
        return time if verifies(checkpoint, time, signature) else None

    def _verifies_ed25519(self, checkpoint, time, signature):
        message = f"cosignature/v1\ntime {time}\n".encode("ascii") + checkpoint.signed
        return key_of(ED25519, self.raw).verifies("EdDSA", message, signature)

    def _verifies_ml_dsa(self, checkpoint, time, signature):
        name, origin = self.name.encode("utf-8"), checkpoint.origin.encode("utf-8")
        if len(origin) > 255:
            return False
        message = b"subtree/v1\n\0" + bytes([len(name)]) + name + time.to_bytes(8, "big")
        message += bytes([len(origin)]) + origin + bytes(8) + checkpoint.size.to_bytes(8, "big") + checkpoint.root
        try:
            mldsa.MLDSA44PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except InvalidSignature:
            return False
        return True


def read_cosigner(text):
    """The cosigner of a verifier key, or None."""
    name, _, rest = text.partition("+")
    key_id, separator, encoded = rest.partition("+")
    data = unbase64(encoded)
    if not separator or not log.is_name(name) or not data or data[0] not in _SIZES:
        return None
    kind, raw = data[0], data[1:]
    expected = hashlib.sha256(name.encode("utf-8") + b"\n" + data).digest()[:4]
    if len(raw) != _SIZES[kind][0] or expected.hex() != key_id:
        return None
    if kind == _ML_DSA_44 and len(name.encode("utf-8")) > 255:
        return None
    if kind == _ED25519:
        try:
            key_of(ED25519, raw)
        except Refusal:
            return None
    return Cosigner(name, expected, kind, raw)


def read_second_key(text, origin):
    """The ledger's own ML-DSA-44 key of a trust file, or None."""
    cosigner = read_cosigner(text)
    fits = cosigner is not None and cosigner.kind == _ML_DSA_44 and cosigner.name == origin
    return cosigner if fits else None


@dataclass(frozen=True)
class _Group:
    """So many of the members, which are names of witnesses and of groups."""

    needed: int
    members: tuple


@dataclass(frozen=True)
class Policy:
    witnesses: dict  # cosigners by name
    groups: dict
    quorum: Optional[str]  # None: nobody is demanded

    def judge(self, checkpoint):
        """Whether the quorum stands, and by when the checkpoint existed, in seconds, if anybody says so."""
        times = {}
        for name, cosigner in self.witnesses.items():
            for line in checkpoint.lines:
                if line[:2] == (cosigner.name, cosigner.key_id):
                    times[name] = cosigner.time_of(line, checkpoint)
                    if times[name] is None:
                        raise Refusal("cosignature-invalid")
        if self.quorum is None:
            return True, None
        existed_by = self._existed_by(self.quorum, times)
        return existed_by is not None, existed_by

    def _existed_by(self, name, times):
        if name in self.witnesses:
            return times.get(name)
        group = self.groups[name]
        found = sorted(t for t in (self._existed_by(m, times) for m in group.members) if t is not None)
        return found[group.needed - 1] if len(found) >= group.needed else None

    def smallest(self, name):
        """How many witnesses the smallest quorum has."""
        if name is None:
            return 0
        if name in self.witnesses:
            return 1
        group = self.groups[name]
        return sum(sorted(map(self.smallest, group.members))[: group.needed])


def read_policy(text, vkey):
    """The policy of a trust file's ledger."""
    policy, logs = _Reader().read(text)
    of_ledger = [cosigner for cosigner in policy.witnesses.values() if cosigner.name == vkey.name]
    of_ledger += [cosigner for cosigner in policy.witnesses.values() if cosigner.raw == vkey.key.raw]
    if of_ledger or (logs and (vkey.name, vkey.key_id, vkey.key.raw) not in logs):
        raise Refusal("witness-policy-malformed")
    return policy


class _Reader:
    def __init__(self):
        self.logs, self.witnesses, self.groups, self.members = [], {}, {}, set()
        self.quorums = []

    def read(self, text):
        _require(len(text.encode("utf-16-le", "surrogatepass")) <= 2 * _MAX_TEXT and text.endswith("\n"))
        _require(not any((c < " " and c not in "\t\n") or c == "\x7f" or "\ud800" <= c <= "\udfff" for c in text))
        for line in text.split("\n"):
            words = [word for word in re.split("[ \t]+", line) if word]
            if words and not words[0].startswith("#"):
                read = getattr(self, f"_{words[0]}", None) if words[0] in _LINES else None
                _require(read is not None and _LINES[words[0]](len(words)))
                read(*words[1:])
        _require(len(self.quorums) == 1)
        policy = Policy(self.witnesses, self.groups, self.quorums[0])
        _require(policy.smallest(policy.quorum) <= _MAX_WITNESSES)
        return policy, self.logs

    def _log(self, vkey, _url=None):
        key = log.read_verifier_key(vkey)
        found = None if key is None else (key.name, key.key_id, key.key.raw)
        cosigner = read_cosigner(vkey)
        if cosigner is not None and cosigner.kind == _ML_DSA_44:
            found = (cosigner.name, cosigner.key_id, cosigner.raw)
        _require(found is not None and found[2] not in [other[2] for other in self.logs])
        self.logs.append(found)
        _require(len(self.logs) <= _MAX_NAMED)

    def _witness(self, name, vkey, _url=None):
        cosigner = read_cosigner(vkey)
        self._require_new(name)
        _require(cosigner is not None and cosigner.raw not in [w.raw for w in self.witnesses.values()])
        self.witnesses[name] = cosigner
        _require(len(self.witnesses) <= _MAX_NAMED)

    def _group(self, name, needed, *members):
        self._require_new(name)
        for member in members:
            self._require_defined(member)
            _require(member not in self.members)
            self.members.add(member)
        count = {"all": len(members), "any": 1}.get(needed)
        if count is None:
            _require(re.fullmatch("[1-9][0-9]{0,3}", needed, re.ASCII) is not None)
            count = int(needed)
        _require(count <= len(members))
        self.groups[name] = _Group(count, members)
        _require(len(self.groups) <= _MAX_NAMED)

    def _quorum(self, name):
        if name != "none":
            self._require_defined(name)
        self.quorums.append(None if name == "none" else name)

    def _require_defined(self, name):
        _require(name in self.witnesses or name in self.groups)

    def _require_new(self, name):
        _require(name != "none" and name not in self.witnesses and name not in self.groups)


_LINES = {
    "log": lambda words: 2 <= words <= 3,
    "witness": lambda words: 3 <= words <= 4,
    "group": lambda words: words >= 4,
    "quorum": lambda words: words == 2,
}


def _require(holds):
    if not holds:
        raise Refusal("witness-policy-malformed")


def judge(anchor, checkpoint):
    """Which demanded quorums are missing, and by when the checkpoint existed, if anybody says so."""
    missing, times = [], []
    for policy, reason in (
        (anchor.policy, "witness-quorum-missing"),
        (anchor.auditors, "auditor-quorum-missing"),
    ):
        stands, existed_by = policy.judge(checkpoint) if policy else (True, None)
        missing += [] if stands else [reason]
        times += [] if existed_by is None else [existed_by]
    return missing, min(times, default=None)


def require_time(existed_by, newest):
    """Refuses a newest record that claims a time later than a quorum of witnesses or auditors saw it."""
    if existed_by is not None and newest.time >= existed_by * 1000 + _SKEW:
        raise Refusal("time-after-witnesses", newest.index)
