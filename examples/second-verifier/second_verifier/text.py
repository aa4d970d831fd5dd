"""Base64 in its one spelling, and how text is counted and sorted (format.md, section 2)."""

import base64
import binascii
import re

_URL = re.compile(r"[A-Za-z0-9_-]*")
_STANDARD = re.compile(r"[A-Za-z0-9+/]*={0,2}")


def unbase64url(text):
    """The bytes, or None where this is not the one spelling."""
    if not isinstance(text, str) or not _URL.fullmatch(text) or len(text) % 4 == 1:
        return None
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    return data if base64url(data) == text else None


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def unbase64(text):
    """The bytes, or None where this is not the one spelling."""
    if not isinstance(text, str) or not _STANDARD.fullmatch(text):
        return None
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error:
        return None
    return data if base64.b64encode(data).decode("ascii") == text else None


def hash32(text, decode=unbase64url):
    """The 32 bytes that this text stands for, or None."""
    data = decode(text)
    return data if data is not None and len(data) == 32 else None


def characters(text):
    """How long it is in limits: in UTF-16 code units."""
    return len(text) + sum(1 for c in text if c > "\uffff")


def utf16(text):
    """What strings are sorted by: their UTF-16 code units."""
    return text.encode("utf-16-be")
