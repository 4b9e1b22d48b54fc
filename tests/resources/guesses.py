"""Texts that are nearly right: what a person could write in place of a duration, a schedule, a pattern."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st
from pydantic.alias_generators import to_snake

from tests.resources.cases import Object, key, mounted_at, recognizer, rotation
from tests.resources.good import GOOD

Texts = st.SearchStrategy[str]


def _one_of(pieces: str) -> Texts:
    return st.sampled_from(pieces.split())


def _text_of(pieces: str, *, most: int) -> Texts:
    return st.lists(_one_of(pieces), min_size=1, max_size=most).map("".join)


_CRON_PIECES = (
    "* 0 1 2 4 5 06 7 9 11 12 23 24 29 30 31 32 59 60 - , / JAN feb APR Jun NOV SUN mon FRI */2 */0 1-5 5-1 "
    "1-7/2 30-31 30,31 L ? 2-6/2"
)
_cron_field = st.one_of(_one_of(_CRON_PIECES), _text_of(_CRON_PIECES, most=3))

schedules: Texts = st.one_of(
    st.lists(_cron_field, min_size=5, max_size=5).map(" ".join),
    st.lists(_cron_field, min_size=3, max_size=6).map(" ".join),
)

_PATTERN_PIECES = (
    r"a b E- \d \D \w \s \b \\ \. \1 \9 \k \g \Q \E \A \z \Z \C \pL \p{Greek} {32} \x41 \x{1F600} \e \h . ^ "
    r"{40} $ | * + ? *? +? {2} {2,} {,2} {1001} ( ) (?: (?i) (?P<n> (?<n> (?= (?! (?<= (?<! (?P=n) (?> (?# [ "
    r"] [^ [] [a-z] [z-a] [[:digit:]] [[:nope:]] - é"
)

patterns: Texts = st.one_of(_text_of(_PATTERN_PIECES, most=8), st.text(min_size=1, max_size=20))

durations: Texts = st.one_of(
    _text_of("0 1 5 6 24 30 48 59 60 3600 99999 h m s ms us d . - + H", most=6),
    st.builds("{}h{}m".format, st.integers(0, 25), st.integers(0, 60)),
    st.integers(0, 90_000).map("{}s".format),
)

mount_paths: Texts = _text_of(
    "/ / a etc run var secrets kubernetes.io privet.dev usr bin lib proc . .. : keys \x7f é", most=8
)

names: Texts = _text_of(f"a b 0 9 - . A _ é {'a' * 48}", most=5)


def _a_key(lifetime: str | None, every: str | None, overlap: str | None) -> Object:
    asked = {"every": every, "overlap": overlap}
    written = key(rotation={name: text for name, text in asked.items() if text})
    if lifetime:
        written["spec"]["lifetime"] = lifetime
    return written


_perhaps = st.one_of(st.none(), durations)

resources: st.SearchStrategy[Object] = st.one_of(
    schedules.map(lambda schedule: rotation(schedule=schedule)),
    patterns.map(recognizer),
    st.builds(_a_key, _perhaps, _perhaps, _perhaps),
    mount_paths.map(mounted_at),
    names.map(lambda name: key(name=name)),
    names.map(lambda name: key(policyRef={"name": name})),
)
"""Resources with one or several such texts."""

_junk = st.sampled_from(
    [None, True, 0, -1, 1.5, "", "x", "Read", "EmailAddress", "30m", [], {}, ["x"], {"name": "x"}]
)


@st.composite
def mutants(draw: st.DrawFn) -> Object:
    """A good resource in which one thing is another, gone, or doubled."""
    mutant = copy.deepcopy(draw(st.sampled_from(sorted(GOOD.items())))[1])
    holder, place = draw(st.sampled_from(list(_places(mutant["spec"])) or [(mutant, "spec")]))
    match draw(st.sampled_from(["replace", "remove", "double", "snake"])):
        case "replace":
            holder[place] = draw(_junk)
        case "remove":
            del holder[place]
        case "double" if isinstance(holder, list):
            holder.append(copy.deepcopy(holder[place]))
        case "snake" if isinstance(holder, dict):
            holder[to_snake(place)] = holder.pop(place)
        case _ if isinstance(holder, list):
            holder.insert(0, draw(_junk))
        case _:
            holder[f"{place}2"] = holder[place]
    return mutant


def _places(value: object) -> Iterator[tuple[Any, Any]]:
    """List every place in a value, as its holder and key."""
    if not isinstance(value, dict | list):
        return
    below = value.items() if isinstance(value, dict) else enumerate(value)
    for name, item in below:
        yield value, name
        yield from _places(item)
