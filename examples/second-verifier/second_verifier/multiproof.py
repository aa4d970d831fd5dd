"""One proof for several leaves of a tree: the walk of format.md, section 8."""

import hashlib


def siblings(indexes, width):
    """The rows of the siblings that the walk takes from the proof, in its order; none if it is refused."""
    return [level for level, index, sibling in _walk(indexes, width) if sibling is None]


def root(leaves, width, prefix, given):
    """The root over leaf hashes by index, with the siblings given; there are as many as the walk takes."""
    given = iter(given)
    row, above, at = dict(leaves), {}, 0
    for level, index, sibling in _walk(leaves, width):
        if level != at:
            row, above, at = above, {}, level
        h = row[index]
        if sibling != index:
            s = next(given) if sibling is None else row[sibling]
            pair = s + h if index & 1 else h + s
            h = hashlib.sha256(bytes([prefix]) + pair).digest()
        above[index >> 1] = h
    return (above or row).get(0)


def _walk(indexes, width):
    """Each step as its row, the index, and its sibling's: None if that is given, itself if there is none."""
    row, level = sorted(indexes), 0
    if row and not 0 <= row[0] <= row[-1] < width:
        raise ValueError("an index beyond the tree")
    while width > 1:
        there = set(row)
        for index in row:
            if index & 1 and index - 1 in there:
                continue
            if index + 1 == width and not index & 1:
                yield level, index, index
            else:
                yield level, index, index ^ 1 if index ^ 1 in there else None
        row = sorted({index >> 1 for index in row})
        width, level = (width + 1) >> 1, level + 1
