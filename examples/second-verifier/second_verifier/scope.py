"""Scopes and constraints: reading, admitting a call, attenuation (format.md, section 6).

A scope is a dict of tool, argument, constraint; a constraint a dict as it stands in the claims.
"""

from decimal import Decimal

from . import places
from .reasons import Refusal
from .strict_json import equal, whole
from .text import utf16

MAX_NESTING = 32
MEMBERS = {
    "exact": ({"value"}, set()),
    "range": (set(), {"min", "max", "min_inclusive", "max_inclusive"}),
    "one_of": ({"values"}, set()),
    "not_one_of": ({"excluded"}, set()),
    "contains": ({"required"}, set()),
    "subset": ({"allowed"}, set()),
    "wildcard": (set(), set()),
    "all": ({"constraints"}, set()),
    "any": ({"constraints"}, set()),
    "path_within": ({"root"}, set()),
    "url_within": ({"scheme", "host", "path"}, {"port"}),
    "prefix": ({"value"}, set()),
}
_LIST_OF = {"one_of": "values", "not_one_of": "excluded", "contains": "required", "subset": "allowed"}
_MALFORMED = "claims-malformed"


class Hidden:
    """The value of an argument that is there and not disclosed."""

    def __repr__(self):
        return "HIDDEN"


HIDDEN = Hidden()


# Reading. Everything malformed comes before an unknown type: those are collected on the way.


def read_tools(value):
    unknown = []
    tools = _read_tools(value, unknown)
    if unknown:
        raise Refusal("unknown-constraint-type")
    return tools


def read_constraints(value):
    unknown = []
    constraints = _read_constraints(value, unknown)
    if unknown:
        raise Refusal("unknown-constraint-type")
    return constraints


def read_authorization_details(value):
    """The scope of a grant, empty where none is stated."""
    if not isinstance(value, list):
        raise Refusal(_MALFORMED)
    unknown, scopes = [], []
    for detail in value:
        if not isinstance(detail, dict) or not isinstance(detail.get("type"), str):
            raise Refusal(_MALFORMED)
        if detail["type"] != "attenuating_agent_token":
            continue
        if detail.keys() != {"type", "tools"} or scopes:
            raise Refusal(_MALFORMED)
        scopes.append(_read_tools(detail["tools"], unknown))
    if unknown:
        raise Refusal("unknown-constraint-type")
    return scopes[0] if scopes else {}


def _read_tools(value, unknown):
    if not isinstance(value, dict) or not all(map(places.is_tool, value)):
        raise Refusal(_MALFORMED)
    return {tool: _read_constraints(arguments, unknown) for tool, arguments in value.items()}


def _read_constraints(value, unknown):
    if not isinstance(value, dict):
        raise Refusal(_MALFORMED)
    for constraint in value.values():
        _read_constraint(constraint, 1, unknown)
    return value


def _read_constraint(c, depth, unknown):
    if not isinstance(c, dict) or not isinstance(c.get("constraint_type"), str):
        raise Refusal(_MALFORMED)
    if depth > MAX_NESTING:
        raise Refusal(_MALFORMED)
    kind = c["constraint_type"]
    if kind not in MEMBERS:
        unknown.append(kind)
        return
    required, optional = MEMBERS[kind]
    stated = c.keys() - {"constraint_type"}
    if not required <= stated <= required | optional or not _members_fit(kind, c):
        raise Refusal(_MALFORMED)
    if kind in ("all", "any"):
        for clause in c["constraints"]:
            _read_constraint(clause, depth + 1, unknown)


def _members_fit(kind, c):
    if kind == "exact":
        return not isinstance(c["value"], (list, dict))
    if kind == "range":
        return all(
            isinstance(c[name], bool if name.endswith("inclusive") else Decimal)
            for name in c
            if name != "constraint_type"
        )
    if kind in _LIST_OF:
        return isinstance(c[_LIST_OF[kind]], list)
    if kind in ("all", "any"):
        return isinstance(c["constraints"], list)
    if kind == "path_within":
        return isinstance(c["root"], str) and places.is_path(c["root"])
    if kind == "url_within":
        return _is_url_within(c)
    if kind == "prefix":
        return isinstance(c["value"], str) and c["value"] != "" and places.is_form_c(c["value"])
    return True


def _is_url_within(c):
    if not all(isinstance(c[name], str) for name in ("scheme", "host", "path")):
        return False
    if "port" in c:
        port = whole(c["port"])
        if port is None or not 1 <= port <= 65535 or port == places.default_port(c["scheme"]):
            return False
    return places.is_scheme(c["scheme"]) and places.is_host(c["host"]) and places.is_place(c["path"])


# A value under a constraint: True, False, or None where it is hidden and that matters.


def accepts(c, v):
    kind = c["constraint_type"]
    if kind == "wildcard":
        return True
    if kind == "all":
        return _every([accepts(clause, v) for clause in c["constraints"]])
    if kind == "any":
        return _some([accepts(clause, v) for clause in c["constraints"]])
    if v is HIDDEN:
        return _answer_unseen(kind, c)
    if kind == "exact":
        return equal(v, c["value"])
    if kind == "range":
        return isinstance(v, Decimal) and _in_range(c, v)
    if kind == "one_of":
        return _among(v, c["values"])
    if kind == "not_one_of":
        return not _among(v, c["excluded"])
    if kind == "contains":
        return isinstance(v, list) and all(_among(one, v) for one in c["required"])
    if kind == "subset":
        return isinstance(v, list) and all(_among(one, c["allowed"]) for one in v)
    if not isinstance(v, str):
        return False
    if kind == "path_within":
        return places.is_path(v) and places.is_within(v, c["root"])
    if kind == "url_within":
        url = places.read_url(v)
        return (
            url is not None
            and (url.scheme, url.host, url.port) == (c["scheme"], c["host"], port_of(c))
            and places.is_within(url.place, c["path"])
        )
    return places.is_form_c(v) and v.startswith(c["value"])


def port_of(url_within):
    if "port" in url_within:
        return whole(url_within["port"])
    return places.default_port(url_within["scheme"])


def _every(answers):
    return False if False in answers else None if None in answers else True


def _some(answers):
    return True if True in answers else None if None in answers else False


def _answer_unseen(kind, c):
    if kind == "one_of" and not c["values"]:
        return False
    if kind == "not_one_of" and not c["excluded"]:
        return True
    if kind == "range" and "min" in c and "max" in c:
        inclusive = c.get("min_inclusive", True) and c.get("max_inclusive", True)
        if c["min"] > c["max"] or (c["min"] == c["max"] and not inclusive):
            return False
    return None


def _in_range(c, v):
    if "min" in c and not (v > c["min"] or (v == c["min"] and c.get("min_inclusive", True))):
        return False
    return "max" not in c or v < c["max"] or (v == c["max"] and c.get("max_inclusive", True))


def _among(v, values):
    return any(equal(v, one) for one in values)


def admit(scope, tool, arguments):
    """Raises what is against this call; returns whether a hidden argument leaves it undecided."""
    if tool not in scope:
        raise Refusal("tool-not-granted")
    constraints = scope[tool]
    if not constraints:
        return False
    unknown = False
    for name in sorted(constraints.keys() | arguments.keys(), key=utf16):
        if name not in constraints:
            raise Refusal("argument-not-granted")
        if name not in arguments:
            raise Refusal("argument-missing")
        answer = accepts(constraints[name], arguments[name])
        if answer is False:
            raise Refusal("argument-out-of-scope")
        unknown = unknown or answer is None
    return unknown


# Attenuation.


def require_within(child, parent):
    """Raises tool-widened or scope-widened unless the child scope is within the parent scope."""
    for tool in child:
        if tool not in parent:
            raise Refusal("tool-widened")
    for tool, constraints in child.items():
        if not parent[tool]:
            continue
        if constraints.keys() != parent[tool].keys():
            raise Refusal("scope-widened")
        for name, constraint in constraints.items():
            if not subsumes(parent[tool][name], constraint):
                raise Refusal("scope-widened")


def subsumes(p, c):
    """Whether the table says that the parent's constraint p subsumes the child's c."""
    parent, child = p["constraint_type"], c["constraint_type"]
    if parent == "wildcard":
        return True
    if parent in ("path_within", "url_within", "prefix"):
        if child == "exact":
            return accepts(p, c["value"])
        if child == "one_of":
            return all(accepts(p, value) for value in c["values"])
        return parent == child and _extension_within(parent, p, c)
    if parent in ("exact", "range", "one_of") and child == "exact":
        return accepts(p, c["value"])
    if parent != child:
        return False
    if parent == "range":
        return _range_within(p, c)
    if parent == "one_of":
        return all(_among(value, p["values"]) for value in c["values"])
    if parent == "not_one_of":
        return all(_among(value, c["excluded"]) for value in p["excluded"])
    if parent == "contains":
        return all(_among(value, c["required"]) for value in p["required"])
    if parent == "subset":
        return all(_among(value, p["allowed"]) for value in c["allowed"])
    if parent == "any":
        clauses = c["constraints"]
        return bool(clauses) and all(
            any(subsumes(mine, its) for mine in p["constraints"]) for its in clauses
        )
    return parent == "all" and _can_be_matched(p["constraints"], c["constraints"])


def _extension_within(kind, p, c):
    if kind == "path_within":
        return places.is_within(c["root"], p["root"])
    if kind == "prefix":
        return c["value"].startswith(p["value"])
    same = all(p[name] == c[name] for name in ("scheme", "host")) and port_of(p) == port_of(c)
    return same and places.is_within(c["path"], p["path"])


def _range_within(p, c):
    for bound in ("min", "max"):
        if bound not in p:
            continue
        if bound not in c:
            return False
        if c[bound] == p[bound]:
            inclusive = f"{bound}_inclusive"
            if c.get(inclusive, True) and not p.get(inclusive, True):
                return False
        elif (c[bound] < p[bound]) == (bound == "min"):
            return False
    return True


def _can_be_matched(parents, children):
    """Whether each clause of the parent gets a clause of the child of its own that it subsumes."""
    edges = [[k for k, c in enumerate(children) if subsumes(p, c)] for p in parents]
    taken = {}

    def assign(parent, seen):
        for child in edges[parent]:
            if child not in seen:
                seen.add(child)
                if child not in taken or assign(taken[child], seen):
                    taken[child] = parent
                    return True
        return False

    return all(assign(parent, set()) for parent in range(len(parents)))


# Whether a constraint in a demand excuses a call (rules.md, section 8).


def excuses(c, v):
    """Whether v is of a kind that c judges and does not satisfy it. Not asked of what is hidden."""
    kind = c["constraint_type"]
    if kind == "wildcard":
        return False
    if kind == "all":
        return any(excuses(clause, v) for clause in c["constraints"])
    if kind == "any":
        return all(excuses(clause, v) for clause in c["constraints"])
    return _judges(kind, c, v) and not accepts(c, v)


def _judges(kind, c, v):
    if kind == "range":
        return isinstance(v, Decimal)
    if kind in ("contains", "subset"):
        return isinstance(v, list)
    if kind == "exact":
        return type(v) is type(c["value"])
    if kind == "one_of":
        return all(type(v) is type(value) for value in c["values"])
    if kind == "path_within":
        return isinstance(v, str) and places.is_path(v)
    if kind == "url_within":
        return isinstance(v, str) and places.read_url(v) is not None
    if kind == "prefix":
        return isinstance(v, str) and places.is_form_c(v)
    return True
