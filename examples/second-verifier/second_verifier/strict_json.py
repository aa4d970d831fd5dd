"""Strict and canonical JSON (format.md, section 2).

Values are None, bool, str, list, dict, and Decimal for every number: no binary floating point.
"""

import json
import re
from decimal import Decimal

from .text import utf16

_NUMBER = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?", re.ASCII)
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED = re.compile(r'["\\\x00-\x1f]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
MAX_DEPTH = 80
MAX_WHOLE = 2**53 - 1


class JsonError(ValueError):
    """The text is not strict JSON."""


def parse(data):
    """The value that these bytes are the JSON of."""
    try:
        text = data.decode("utf-8")
        value = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise JsonError(str(error)) from None
    _check(value, 1)
    return value


def _check(value, depth):
    if isinstance(value, str):
        if _SURROGATE.search(value):
            raise JsonError("half of a surrogate pair")
    elif isinstance(value, (list, dict)):
        if depth > MAX_DEPTH:
            raise JsonError("nested too deep")
        for element in value:
            _check(element, depth + 1)
        if isinstance(value, dict):
            for element in value.values():
                _check(element, depth + 1)


def _object(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        raise JsonError("a member twice")
    return members


def _number(text):
    match = _NUMBER.fullmatch(text)
    if not match or len(text) > 128:
        raise JsonError("number too long")
    sign, whole, fraction, exponent = match.groups()
    digits = (whole + (fraction or "")).lstrip("0")
    if not digits:
        return Decimal(0)
    power = int(exponent or 0) - len(fraction or "")
    leading = power + len(digits) - 1
    significant = digits.rstrip("0")
    if len(significant) > 40 or not -128 <= leading <= 128:
        raise JsonError("number out of bounds")
    power += len(digits) - len(significant)
    return Decimal((1 if sign else 0, tuple(map(int, significant)), power))


def _constant(name):
    raise JsonError(f"no JSON: {name}")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_number, parse_float=_number, parse_constant=_constant
)


def canonical(value):
    """The canonical bytes of a value."""
    parts = []
    _write(value, parts)
    return "".join(parts).encode("utf-8")


def _write(value, out):
    if value is None:
        out.append("null")
    elif isinstance(value, bool):
        out.append("true" if value else "false")
    elif isinstance(value, str):
        out.append(_string(value))
    elif isinstance(value, Decimal):
        out.append(_digits(value))
    elif isinstance(value, int):
        out.append(str(value))
    elif isinstance(value, list):
        out.append("[")
        for n, element in enumerate(value):
            if n:
                out.append(",")
            _write(element, out)
        out.append("]")
    else:
        out.append("{")
        for n, name in enumerate(sorted(value, key=utf16)):
            if n:
                out.append(",")
            out.append(_string(name))
            out.append(":")
            _write(value[name], out)
        out.append("}")


def _string(text):
    return '"' + _ESCAPED.sub(lambda m: _SHORT.get(m[0]) or f"\\u{ord(m[0]):04x}", text) + '"'


def _digits(number):
    if not number:
        return "0"
    sign, digits, power = number.as_tuple()
    s = "".join(map(str, digits))
    k = len(s)
    n = k + power
    if k <= n <= 21:
        text = s + "0" * (n - k)
    elif 0 < n <= 21:
        text = s[:n] + "." + s[n:]
    elif -6 < n <= 0:
        text = "0." + "0" * -n + s
    else:
        text = s[0] + ("." + s[1:] if k > 1 else "") + "e" + ("+" if n > 0 else "-") + str(abs(n - 1))
    return "-" + text if sign else text


def whole(value):
    """The int, if this is a whole number as in section 2; else None."""
    if isinstance(value, Decimal) and 0 <= value <= MAX_WHOLE and value == int(value):
        return int(value)
    return None


def equal(a, b):
    """Whether two values have the same type and content (section 6)."""
    if type(a) is not type(b):
        return False
    if isinstance(a, list):
        return len(a) == len(b) and all(map(equal, a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(equal(a[name], b[name]) for name in a)
    return a == b
