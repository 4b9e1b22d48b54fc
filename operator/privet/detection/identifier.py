"""Numbers and codes of a fixed shape: what they look like, what proves them, what speaks for them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain

from privet.detection.context import Context, counted, words_pattern
from privet.detection.fields import FieldNames
from privet.detection.findings import Confidence, Finding, FindingClass
from privet.detection.linear import NOTHING, Pattern, compile_bytes
from privet.detection.source import Source
from privet.detection.surroundings import isolated
from privet.linear.structure import DIGITS, LETTERS, Node, holds, least, structure

_LETTERS = bytes(LETTERS)
_SEPARATORS = b" .-/_\t"
_DIGITS = b"0123456789"
_FEWEST = 8
"""Digits that a value has at least if it may be in any groups: fewer are in any list of numbers."""
# Digits in groups of any length, as people and programs part them; a zero fraction as of a number in JSON.
_GROUPED = re.compile(
    rb"(?<![0-9])[0-9]{1,19}+(?:\.00?(?![0-9.])|([ .,+/_\-]{1,2}+)[0-9]{1,19}+(?:\1[0-9]{1,19}+)*+)"
)
_THOUSANDS = re.compile(rb"[0-9]{1,3}(?:,[0-9]{3})+")
_ADDRESS = re.compile(rb"[0-9]{1,3}(?:\.[0-9]{1,3}){3}")
MOST_GROUPED = 3
"""Numbers behind a word that are read as if they were in groups: the value is one of the next."""
_TOKEN_END = compile_bytes(r"[^0-9A-Za-z\x{80}-\x{10FFFF}]")


def _personal(_value: str) -> FindingClass:
    return FindingClass.PERSONAL


@dataclass(frozen=True, kw_only=True)
class Identifier:
    """The recognizer of one kind of number.

    Evidence decides. A value in its `distinct` spelling that passes the `proof` is `Medium` by itself; in
    any other `shape` it needs one of the `words` shortly before it, on the same line or as the name of its
    field. A word together with a proof, or with the distinct spelling, is `High`. What is left is `Low`.
    """

    entity: str
    standard: str
    """Who defines it, and where: the document that shape and proof were taken from."""
    words: tuple[str, ...] = field(repr=False)
    """Lower case, ASCII where the language allows (accents folded away), a blank between parts."""
    shape: str = field(repr=False)
    """Every spelling, as an RE2 pattern of bounded length, without captures; case as it is written."""
    distinct: str = field(default="", repr=False)
    """The spellings that are evidence by themselves: with a proof that chance passes less than once in
    fifty, or of a form that nothing else has."""
    proof: Callable[[str], bool] | None = field(default=None, repr=False)
    """Gets the value without separators, in upper case."""
    proof_text: str = "shape"
    """What `proof` checks, in a few words: for people."""
    unambiguous: bool = False
    """Whether the distinct spelling and its proof fit nothing else: `High` without a word."""
    kind: Callable[[str], FindingClass] = field(default=_personal, repr=False)
    """Tells published test values; gets what `proof` gets."""
    names: tuple[str, ...] = field(default=(), repr=False)
    """Ends of field names that say by themselves what the value is, such as `passport number`."""
    fields: tuple[str, ...] = ()
    """Those of the words that speak only as the whole name of a field, and only for what stands right behind
    it. What others prove as well is `Medium` behind them."""
    nearest: int = 0
    """Letters that may stand between the key with a word and the value; 0 for as many as there are."""
    default: bool = True
    """Whether it is looked for where nobody says what to look for."""

    @property
    def anchors(self) -> tuple[bytes, ...]:
        """Nothing stands in every number."""
        return ()

    @property
    def gated_by_words(self) -> bool:
        """A word opens the gate."""
        return True

    @cached_property
    def digits(self) -> int:
        """Digits that every spelling has."""
        return min(least(one, DIGITS) for one in self._spellings())

    @cached_property
    def unlettered(self) -> bool:
        """Whether no spelling has letters."""
        return not any(holds(one, LETTERS) for one in self._spellings())

    def _spellings(self) -> list[Node]:
        # Not kept: each is asked for twice at most.
        return [structure(one) for one in (self.shape, self.distinct) if one]

    @property
    def alone(self) -> str:
        """A pattern that occurs wherever `find` finds something that no word speaks for."""
        # A value stands by itself, so the search for its shape may begin at tokens only: that keeps the
        # number of states small, however many shapes there are.
        return rf"(?:\b|_)(?:{self.distinct})(?:\b|_)" if self.distinct else ""

    @property
    def gate(self) -> str:
        """A pattern that occurs wherever `find` finds something of medium confidence or more."""
        return "|".join(filter(None, (words_pattern(self.words), self.alone))) or NOTHING

    @property
    def loose_gate(self) -> str:
        """A pattern that occurs wherever `find` finds anything."""
        if self.proof is None:
            return self.gate
        words = words_pattern(self.words) if self._any_grouping else ""
        return "|".join(filter(None, (words, self.shape, self.distinct)))

    @cached_property
    def _any_grouping(self) -> bool:
        """Whether a word and what is checked are enough, however the digits are grouped."""
        return bool(self.words) and (self.proof is not None or bool(self.distinct)) and self.digits >= _FEWEST

    def find(self, source: Source) -> Iterator[Finding]:
        """Find every value, each once; places are bytes of the text."""
        found: set[int] = set()
        for one in chain(self._behind_words(source), self._in_fields(source)):
            if one.start not in found:
                found.add(one.start)
                yield one
        # A shape that nothing proves is no evidence at all, not even little.
        loose = source.least is Confidence.LOW and self.proof is not None
        if loose or self.distinct:
            pattern = self._shapes if loose else self._distinct
            for one in self._search(source, pattern, 0, len(source.data), named=False):
                if one.start not in found:
                    yield one

    def _behind_words(self, source: Source) -> Iterator[Finding]:
        """Find what words speak for."""
        if len(self.words) == len(self.fields):
            return
        for window, stop in self._context.windows(source.data, self._wanted):
            spelled = False
            for one in self._search(source, self._shapes, window, stop, named=True):
                if self.nearest and not self._near(source.data[window : one.start]):
                    break
                spelled = True
                yield one
            if self._any_grouping and not spelled:
                yield from self._grouped(source, window, stop)

    def _in_fields(self, source: Source) -> Iterator[Finding]:
        for start in self._fields.values(source.data) if self.fields else ():
            source.budget.spend()
            match = self._shapes.match(source.data, start)
            one = self._judged(source.data, start, match.end(), named=True) if match else None
            if one is not None:
                sure = one.confidence if self._distinct_at(source.data, one) else Confidence.MEDIUM
                yield replace(one, confidence=sure)

    def _distinct_at(self, data: bytes, one: Finding) -> bool:
        return bool(self.distinct) and self._distinct.fullmatch(data[one.start : one.end]) is not None

    def _grouped(self, source: Source, window: int, stop: int) -> Iterator[Finding]:
        """Find digits that are one value once what parts them is left out."""
        data = source.data
        for match, _ in zip(_GROUPED.finditer(data, window, stop), range(MOST_GROUPED), strict=False):
            parting, value, start = match.group(1), match.group(), match.start()
            if parting is None:
                value = value.partition(b".")[0]
            elif (parting == b"," and _THOUSANDS.fullmatch(value) is None) or _ADDRESS.fullmatch(value):
                continue
            end = start + len(value)
            source.budget.spend()
            alone = isolated(data, start, match.end(), named=True)
            if alone and not counted(data, window, start, match.end()):
                digits = bytes(sign for sign in value if sign in _DIGITS)
                finding = self._proven(digits, start, end)
                if finding is not None:
                    yield finding
                    return

    def _proven(self, digits: bytes, start: int, end: int) -> Finding | None:
        if self._shapes.fullmatch(digits) is None:
            return None
        value = digits.decode()
        if self.proof is not None and not self.proof(value):
            return None
        confidence = self._confidence(named=True, distinct=False)
        return Finding(start, end, self.entity, confidence, self.kind(value), named=True)

    def _near(self, between: bytes) -> bool:
        """Tell whether the word that ends where `between` begins still speaks where it ends."""
        if between.endswith(b"("):
            # What is called does not count: `datetime.date(`.
            between = between.rstrip(b"(").rstrip(_LETTERS + b"._")
        return len(between) - len(between.translate(None, _LETTERS)) <= self.nearest

    def _search(
        self, source: Source, pattern: Pattern[bytes], begin: int, stop: int, *, named: bool
    ) -> Iterator[Finding]:
        data, word = source.data, begin
        while (match := pattern.search(data, begin, stop)) is not None:
            source.budget.spend()
            start, end = match.start(), match.end()
            another = named and counted(data, word, start, end)
            finding = None if another else self._judged(data, start, end, named=named)
            if finding is None:
                # What was no value may have taken the beginning of one: go on at the next token.
                token = _TOKEN_END.search(data, start, stop)
                begin = token.end() if token else stop
            else:
                begin = end
                yield finding

    def _judged(self, data: bytes, start: int, end: int, *, named: bool) -> Finding | None:
        if not isolated(data, start, end, named=named):
            return None
        spelled = data[start:end]
        value = spelled.translate(None, _SEPARATORS).decode().upper()
        # What nothing proves is no placeholder at least, as `000000000` is.
        proven = self.proof(value) if self.proof is not None else len(set(value)) > 1
        if not proven:
            return None
        distinct = bool(self.distinct) and self._distinct.fullmatch(spelled) is not None
        confidence = self._confidence(named=named, distinct=distinct)
        return Finding(start, end, self.entity, confidence, self.kind(value), named)

    def _confidence(self, *, named: bool, distinct: bool) -> Confidence:
        if distinct and (named or self.unambiguous):
            return Confidence.HIGH
        if named:
            return Confidence.HIGH if self.proof else Confidence.MEDIUM
        return Confidence.MEDIUM if distinct else Confidence.LOW

    @cached_property
    def _context(self) -> Context:
        return Context([word for word in self.words if word not in self.fields])

    @cached_property
    def _fields(self) -> FieldNames:
        return FieldNames(self.fields)

    @cached_property
    def _wanted(self) -> Pattern[bytes]:
        """What has to begin behind a word for anything to be there."""
        if not self._any_grouping:
            return self._shapes
        grouped = rf"[0-9](?:[ .,+/_\-]{{0,2}}[0-9]){{{self.digits - 1}}}"
        return compile_bytes("|".join(filter(None, (self.shape, self.distinct, grouped))))

    @cached_property
    def _shapes(self) -> Pattern[bytes]:
        return compile_bytes("|".join(filter(None, (self.shape, self.distinct))))

    @cached_property
    def _distinct(self) -> Pattern[bytes]:
        return compile_bytes(self.distinct)
