"""The texts of an object in one list, so that one pass reads them all; places are worked out on a hit."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from operator import itemgetter

from privet.api.v1alpha1 import RuleId
from privet.detection import Budget
from privet.policy.allowance import Allowance
from privet.policy.breach import Breach, found
from privet.policy.compiled import Table

MAX_SHOWN_NAME = 128
"""Longer names are shown as a number."""

PathOf = Callable[[int], str]
"""Names the place of one of the texts of a section."""

Held = Mapping[str, AbstractSet[str]]
"""Entities found in literal values, by the name of the variable."""


_Section = tuple[int, RuleId, PathOf, Sequence[str], object]
"""Where its texts begin, their rule, their places, their names, and the container whose variables they are.

A tuple and no class: a review makes some dozens of them, and looks at one only when something was found.
"""


class Fields:
    """Collects texts with their rule and place, section by section."""

    def __init__(self, table: Table, allowance: Allowance) -> None:
        self.table = table
        self.allowance = allowance
        self._budget = Budget(expired=allowance.expired)
        self._texts: list[str] = []
        self._names: list[str] = []
        self._sections: list[_Section] = []
        self._hints: dict[int, str] = {}
        self._held: dict[int, dict[str, set[str]]] = {}
        self._speaking: set[int] = set()

    def __repr__(self) -> str:
        return f"Fields({len(self._texts)} texts)"

    def add(self, rule: RuleId, texts: Sequence[str], path_of: PathOf) -> None:
        """Take in texts that have no name of their own."""
        if texts:
            self._sections.append((len(self._texts), rule, path_of, (), None))
            self._texts += texts
            self._names += ("",) * len(texts)

    def add_flagged(
        self, rule: RuleId, texts: Sequence[str], path_of: PathOf, flags: Sequence[str] = ()
    ) -> None:
        """Take in the words of a command, where flags are written out or among `texts` themselves."""
        if texts:
            if not flags:
                self.allowance.follow(texts)
            names = named_by_flags(flags or texts)
            self._sections.append((len(self._texts), rule, path_of, names, None))
            self._texts += texts
            self._names += names

    def add_named(
        self,
        rule: RuleId,
        names: Sequence[str],
        texts: Sequence[str],
        path_of: PathOf,
        holder: object = None,
    ) -> None:
        """Take in texts with names, which say something about them and may themselves hold something."""
        start = len(self._texts)
        self._sections.append((start, rule, path_of, names, holder))
        self._texts += texts
        self._names += names
        plain = self.table.plain_names
        if plain.issuperset(names):
            return
        for place, name in enumerate(names):
            if name in plain:
                continue
            self._budget.check_time()
            says = self.table.variable(name)
            if says.entity:
                self.note_speaking(holder)
                if says.declared:
                    self._hints[start + place] = says.entity
            if says.holds:
                self.add(rule, (name,), _numbered(path_of, place))

    def breaches(self) -> Iterator[Breach]:
        """Scan all texts at once and give what the policies object to."""
        texts = self._texts
        for index, finding in self.table.detector.scan_fields(texts, self._names, self._hints, self._budget):
            self._budget.check_time()
            value = texts[index][finding.start : finding.end]
            keepers = self.table.keepers(finding, value)
            if keepers:
                start, rule, path_of, names, holder = self._section(index)
                if holder is not None:
                    self._held.setdefault(id(holder), {}).setdefault(names[index - start], set()).add(
                        finding.entity
                    )
                path = path_of(index - start)
                yield found(self.table, rule, path, finding.entity, hash(value), keepers)

    def note_speaking(self, holder: object) -> None:
        """Remember that a container has a variable whose name or declaration speaks of personal data."""
        self._speaking.add(id(holder))

    def has_speaking_variables(self, holder: object) -> bool:
        """Tell whether a container has such a variable."""
        return id(holder) in self._speaking

    def held_variables(self, holder: object) -> Held:
        """Give the variables of a container in whose values something was found, with the entities."""
        return self._held.get(id(holder), {})

    def _section(self, index: int) -> _Section:
        place = bisect_right(self._sections, index, key=itemgetter(0))
        return self._sections[place - 1]


def named_by_flags(words: Sequence[str]) -> list[str]:
    """Give for each word of a command the flag before it, which is its name; empty where there is none."""
    return ["", *["" if word[:1] != "-" or "=" in word else word for word in words[:-1]]] if words else []


def _numbered(path_of: PathOf, place: int) -> PathOf:
    return lambda _: f"{path_of(place)} (its name)"


def shown(table: Table, name: str, place: int) -> str:
    """Give a name for a path: itself, or its number where the name holds what must not be repeated."""
    return f"#{place}" if len(name) > MAX_SHOWN_NAME or table.holds(name) else name
