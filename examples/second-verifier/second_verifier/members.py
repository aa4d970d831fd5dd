"""Reading closed objects of claims: each reader takes a JSON value and refuses what does not fit."""

import re

from . import places
from .keys import THUMBPRINT_URI, read_jwk
from .reasons import Refusal
from .strict_json import whole
from .text import characters, hash32, utf16


def malformed():
    return Refusal("claims-malformed")


class Members:
    """The members of one object, taken one after another; what is left at the end is refused."""

    def __init__(self, value):
        if not isinstance(value, dict):
            raise malformed()
        self.left = dict(value)

    def need(self, name, read):
        if name not in self.left:
            raise malformed()
        return read(self.left.pop(name))

    def may(self, name, read, otherwise=None):
        return read(self.left.pop(name)) if name in self.left else otherwise

    def close(self):
        if self.left:
            raise malformed()


def require(condition, value):
    if not condition:
        raise malformed()
    return value


def number(value):
    result = whole(value)
    return require(result is not None, result)


def within(low, high):
    def read(value):
        result = number(value)
        return require(low <= result <= high, result)

    return read


positive = within(1, 2**53 - 1)


def string(value):
    return require(isinstance(value, str), value)


def label(value):
    return require(places.is_label(value), value)


def truth(value):
    return require(isinstance(value, bool), value)


def hash_(value):
    return require(hash32(value) is not None, value)


def one_of(*values):
    def read(value):
        return require(isinstance(value, str) and value in values, value)

    return read


def matches(pattern, longest=None):
    compiled = re.compile(pattern)

    def read(value):
        fits = isinstance(value, str) and compiled.fullmatch(value)
        return require(fits and (longest is None or characters(value) <= longest), value)

    return read


def array(read, low, high, distinct=True):
    """An array, of elements that are all different unless said otherwise."""

    def read_array(value):
        require(isinstance(value, list) and low <= len(value) and (high is None or len(value) <= high), value)
        result = [read(element) for element in value]
        return require(not distinct or len(set(result)) == len(result), result)

    return read_array


def mapping(read_name, read, high=None, low=0):
    def read_mapping(value):
        require(isinstance(value, dict) and low <= len(value) and (high is None or len(value) <= high), value)
        return {read_name(name): read(value[name]) for name in sorted(value, key=utf16)}

    return read_mapping


def tool(value):
    return require(isinstance(value, str) and places.is_tool(value), value)


def key(value):
    return read_jwk(value)


def thumbprint_uri(value):
    require(isinstance(value, str) and value.startswith(THUMBPRINT_URI), value)
    return hash_(value[len(THUMBPRINT_URI) :])


class Slot:
    """A value in clear, or the digest of one disclosure (section 4)."""

    def __init__(self, value):
        require(isinstance(value, dict) and len(value) == 1, value)
        self.stated = value
        self.digest = hash_(value["digest"]) if "digest" in value else None
        self.hidden = "digest" in value
        self.seen = not self.hidden
        require(self.hidden or "value" in value, value)
        self.value = value.get("value")

    def open(self, value):
        self.seen = True
        self.value = value
