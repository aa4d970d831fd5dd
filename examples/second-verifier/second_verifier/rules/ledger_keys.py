"""The ledger's own keys (rules.md, section 17)."""

from ..reasons import Refusal

_MOST = 64


def before(j, index):
    """The keys that were the ledger's before a record, the last of which it has: key by thumbprint, with its first size."""
    first = j.genesis.c.checkpoint_key
    keys = {first.thumbprint: (first, 0)}
    current = first.thumbprint
    for at, what in j.evidence.facts(0):
        if what != "ledger-key" or at >= index:
            continue
        if at not in j.evidence.records:
            raise Refusal("record-missing", at)
        entry = j.entry(at)
        if entry.kind == "ledger-key" and entry.iss == current and entry.c.key.thumbprint not in keys:
            current = entry.c.key.thumbprint
            keys[current] = (entry.c.key, at + 1)
    return keys


def is_ledgers(j, index, thumbprint):
    return thumbprint in before(j, index)


def judge(j, index, entry):
    j.require_form(index, entry)
    keys = before(j, index)
    if entry.iss != list(keys)[-1]:
        raise Refusal("not-the-ledger-key")
    if entry.c.key.thumbprint in keys:
        raise Refusal("key-role-conflict")
    if len(j.facts_of(0, "ledger-key", j.before(index))) >= _MOST:
        raise Refusal("status-full")


def require_pinned(j, pinned, size):
    """Every change stands, and up to this size no key signs where another one is pinned."""
    for at, what in j.facts(0):
        if what == "ledger-key":
            if j.cause(0, what, at) is None:
                raise Refusal("status-contradiction", at)
            j.judge(at)
    keys = [(since, key.thumbprint) for key, since in before(j, float("inf")).values()]

    def of_log(asked):
        return [thumbprint for since, thumbprint in keys if since <= asked][-1]

    if not pinned.stated:
        asked = [(size, pinned.ranges[0])]
    else:
        known = [one for one in pinned.ranges if one.since <= size]
        asked = [(one.since, one) for one in known]
        asked += [(since, one) for one in known for since, _ in keys if since <= size and one.holds(since)]
    for at, one in asked:
        if of_log(at) != one.vkey.key.thumbprint:
            raise Refusal("ledger-key-mismatch")
