"""Limits of uses and spending, against the record's charges (rules.md, section 7)."""

from ..reasons import Refusal
from ..strict_json import MAX_WHOLE, whole

_UNSEEN = object()


def require(j, index, entry, chain):
    limited = [g for g in chain if j.entry(g).c.uses is not None or j.entry(g).c.spend is not None]
    charges = j.evidence.records[index].charges or {}
    if charges.keys() != set(limited):
        raise Refusal("charges-mismatch")
    for hop, grant in enumerate(chain):
        if grant in charges:
            _require(j, index, entry, j.entry(grant).c, charges[grant], hop)


def _require(j, index, entry, grant, charged, hop):
    uses, spent = charged
    amount = 0
    if grant.spend is not None:
        amount = _amount(entry, grant.spend)
        if amount is None:
            raise Refusal("amount-invalid", None, hop)
        if amount is _UNSEEN:
            j.note("argument-not-disclosed", index, hop)
            amount = 0
    if uses < 1 or spent < amount or (grant.spend is None and spent != 0):
        raise Refusal("charges-mismatch", None, hop)
    if grant.uses is not None and uses > grant.uses:
        raise Refusal("uses-exhausted", None, hop)
    if grant.spend is not None:
        per_action = grant.spend["per_action"]
        if per_action is not None and amount > per_action:
            raise Refusal("spend-per-action", None, hop)
        if spent > grant.spend["total"] or spent == MAX_WHOLE:
            raise Refusal("spend-exhausted", None, hop)


def _amount(entry, spend):
    """What the call spends under this limit; None where that is no amount, _UNSEEN where hidden."""
    pointer = spend["amounts"].get(entry.c.tool)
    if pointer is None:
        return 0
    first, *rest = [t.replace("~1", "/").replace("~0", "~") for t in pointer[1:].split("/")]
    slot = entry.c.arguments.get(first)
    if slot is None:
        return None
    if not slot.seen:
        return _UNSEEN
    value = slot.value
    for token in rest:
        value = _step(value, token)
    amount = whole(value)
    return amount if amount else None


def _step(value, token):
    if isinstance(value, dict):
        return value.get(token)
    if isinstance(value, list) and token.isascii() and token.isdigit() and (token == "0" or token[0] != "0"):
        return value[int(token)] if len(token) < 10 and int(token) < len(value) else None
    return None
