"""A pattern with any digit wherever it asks for some: it matches more, and takes a fraction of the states.

Numbers of people are full of ranges: months, areas, issuers. An automaton that looks for forty of them at
once has to remember which are still possible; told to look for digits, it counts.
"""

import re

from privet.linear.pattern import PatternError
from privet.linear.spelling import class_of
from privet.linear.structure import DIGITS, Choice, Edge, Node, Repeat, Row, Sign, flat, structure, written

_DIGIT = Sign(DIGITS)
_BEYOND = re.compile(r"\[(?:\\.|[^\]\\])*\]|([^\x00-\x7f])")
_ANY_BEYOND = r"[\x{80}-\x{10FFFF}]"


def outline(pattern: str) -> str:
    """Give a pattern that matches whatever another one does; PatternError for what no pattern of ours has."""
    # A character beyond ASCII stands for all of them, outside of classes, which take all or none.
    pattern = _BEYOND.sub(lambda found: _ANY_BEYOND if found[1] else found[0], pattern)
    return written(_outlined(structure(pattern)), _for_re2)


def _outlined(node: Node) -> Node:
    match node:
        case Sign():
            return _DIGIT if node.ascii and node.ascii <= DIGITS and not node.beyond else node
        case Edge():
            return node
        case Row():
            return flat(Row(tuple(map(_outlined, node.nodes))))
        case Choice():
            # `0[1-9]|1[0-2]` are two digits either way.
            different = tuple(dict.fromkeys(_spread(_outlined(one)) for one in node.nodes))
            return different[0] if len(different) == 1 else Choice(different)
        case Repeat():
            return Repeat(_outlined(node.node), node.least, node.most)


def _spread(node: Node) -> Node:
    """Write signs that are counted one by one, so that what is the same looks the same."""
    match node:
        case Repeat(Sign(), least, most) if least == most:
            return Row((node.node,) * least)
        case Row():
            return flat(Row(tuple(map(_spread, node.nodes))))
        case _:
            return node


def _for_re2(leaf: Sign | Edge) -> str:
    if isinstance(leaf, Edge):
        if leaf.written != r"\b":
            raise PatternError("the outline of a pattern knows no other edges than those of words")
        return leaf.written
    if leaf == _DIGIT:
        return "[0-9]"
    if not leaf.ascii:
        return _ANY_BEYOND
    members = class_of(leaf.ascii, takes_beyond=False, beyond=False)
    return rf"{members[:-1]}\x{{80}}-\x{{10FFFF}}]" if leaf.beyond else members
