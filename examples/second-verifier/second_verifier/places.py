"""Plain text, paths, URLs and names of tools (format.md, section 6)."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Optional

from .text import characters

_LOOKALIKE = {
    0x00A5, 0x034F, 0x066A, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810),
    *range(0x2024, 0x2027), 0x2044, 0x20A9, 0x2215, 0x2216, 0x2236, 0x2571, 0x2572, 0x27CB, 0x27CD,
    0x2800, 0x29F5, 0x29F8, 0x29F9, 0x3164, 0xA789, *range(0xFE00, 0xFE10), 0xFE13, 0xFE14, 0xFE19,
    0xFE30, 0xFE52, 0xFE54, 0xFE55, 0xFE68, 0xFE6A, 0xFF05, 0xFF0E, 0xFF0F, 0xFF1A, 0xFF1B, 0xFF3C,
    0xFFA0, *range(0xE0100, 0xE01F0),
}  # fmt: skip
_NOT_PLAIN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_NUMERIC = re.compile(r"[0-9]+|0x[0-9a-f]*")
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,2}")
_PORT = re.compile(r"[1-9][0-9]{0,4}")
_URL = re.compile(
    r"(?P<scheme>[^:]*)://(?P<host>[^/:?]*)(?::(?P<port>[^/?]*))?(?P<path>[^?]*)(?:\?(?P<query>.*))?",
    re.S,
)
_PATH = re.compile(r"(?:[A-Za-z0-9\-._~/:@!$&'()*+,=]|%[0-9A-Fa-f]{2})*")
_QUERY = re.compile(r"(?:[!$&-\[\]-~\"]|%(?![01][0-9A-Fa-f]|7[Ff])[0-9A-Fa-f]{2})*")
_TOOL_QUERY = re.compile(r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-F]{2})+")
_DEFAULT_PORTS = {"https": 443, "http": 80}


def is_form_c(text):
    return unicodedata.is_normalized("NFC", text)


def is_plain(text):
    for c in text:
        category = unicodedata.category(c)
        if category in _NOT_PLAIN or (category == "Zs" and c != " ") or ord(c) in _LOOKALIKE:
            return False
    return is_form_c(text)


def is_path(text, forbidden="\\%:"):
    if text == "/":
        return True
    if not text.startswith("/"):
        return False
    return all(
        segment and segment[-1] not in ". " and not any(c in forbidden for c in segment) and is_plain(segment)
        for segment in text[1:].split("/")
    )


def is_place(text):
    return is_path(text, forbidden="\\%;")


def is_within(path, root):
    return path == root or root == "/" or path.startswith(root + "/")


def is_scheme(text):
    return _SCHEME.fullmatch(text) is not None


def is_host(text):
    labels = text.split(".")
    if len(text) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        return False
    if _NUMERIC.fullmatch(labels[-1]):
        return len(labels) == 4 and all(_DECIMAL.fullmatch(n) and int(n) <= 255 for n in labels)
    return True


def default_port(scheme):
    return _DEFAULT_PORTS.get(scheme)


@dataclass(frozen=True)
class Url:
    scheme: str
    host: str
    port: Optional[int]
    place: str
    stated_port: Optional[int]
    path_as_written: str
    query: Optional[str]


def read_url(text):
    """The URL that this text is, or None."""
    match = _URL.fullmatch(text)
    if not match or not is_scheme(match["scheme"]) or not is_host(match["host"]):
        return None
    stated = None
    if match["port"] is not None:
        if not _PORT.fullmatch(match["port"]) or int(match["port"]) > 65535:
            return None
        stated = int(match["port"])
    place = _place(match["path"])
    if place is None or not (match["query"] is None or _QUERY.fullmatch(match["query"])):
        return None
    port = stated if stated is not None else default_port(match["scheme"])
    return Url(match["scheme"], match["host"], port, place, stated, match["path"], match["query"])


def _place(written):
    if not _PATH.fullmatch(written) or not (written == "" or written.startswith("/")):
        return None
    data = re.sub(
        rb"%([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), written.encode("ascii")
    )
    for escape in re.findall(r"%([0-9A-Fa-f]{2})", written):
        if chr(int(escape, 16)) in "/\\%;":
            return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if text.endswith("/") and not text.endswith("//"):
        text = text[:-1]
    text = text or "/"
    return text if is_place(text) else None


def is_tool(name):
    """Whether this can be the name of a tool: one that holds :// is a URI in its one spelling."""
    if "://" not in name:
        return True
    url = read_url(name)
    if url is None or not url.path_as_written.startswith("/"):
        return False
    if url.stated_port is not None and url.stated_port == default_port(url.scheme):
        return False
    if url.query is not None and not _TOOL_QUERY.fullmatch(url.query):
        return False
    for escape in re.findall(r"%([0-9A-Fa-f]{2})", name):
        if escape != escape.upper() or re.fullmatch(r"[A-Za-z0-9\-._~]", chr(int(escape, 16))):
            return False
    return True


def is_label(text):
    return isinstance(text, str) and 1 <= characters(text) <= 256
