"""Policies compiled into tables: what a review looks up costs the same for one policy and for two hundred."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from privet.api.v1alpha1 import (
    Action,
    ClusterPIIPolicy,
    PIIPolicy,
    RecognizerSpec,
    RuleAction,
    RuleId,
)
from privet.detection import (
    DEFAULT_ENTITIES,
    AllowedValue,
    AllowList,
    Confidence,
    CustomRecognizer,
    Detector,
    DetectorSpec,
    Finding,
    FindingClass,
    entity_of_name,
)
from privet.policy.grants import Actions, by_purpose, ceiling_of, intersect
from privet.policy.rules import RULES, STRICTNESS, capped

MAX_NAMES = 8192
"""Names of variables remembered by a table; past it, it starts afresh."""

MAX_REMEMBERED = 320
"""Characters of a name that is remembered: the longest key of an annotation has 317, and longer names of
variables are nobody's but who wants to fill a memory."""

Keepers = frozenset[int]
"""Which of the governing policies a candidate is a finding for, by their place."""


Kinds = tuple[CustomRecognizer | str, Confidence, frozenset[AllowedValue], frozenset[str]]
"""What a policy's opinion of a candidate hangs on."""


@dataclass(frozen=True)
class Outcome:
    """The strictest that the policies do about a breach, and the one that does it."""

    action: RuleAction
    policy: str


_NOTHING = Outcome(RuleAction.OFF, "")


class CompiledFloor:
    """One ClusterPIIPolicy, read once."""

    def __init__(self, policy: ClusterPIIPolicy) -> None:
        self.name = f"{policy.kind}/{policy.metadata.name}"
        self.ceiling = policy.spec.ceiling
        self.spec = _spec(policy)
        named = {setting.id: setting.action for setting in policy.spec.rules}
        self.actions: Mapping[RuleId, RuleAction] = {
            rule: capped(named.get(rule, RULES[rule].default), policy.spec.enforcement) for rule in RULES
        }

    def __repr__(self) -> str:
        return f"CompiledFloor({self.name})"


def _spec(policy: ClusterPIIPolicy) -> DetectorSpec:
    detection = policy.spec.detection
    if detection is None:
        return DetectorSpec(entities=DEFAULT_ENTITIES)
    confidence = detection.min_confidence
    return DetectorSpec(
        entities=DEFAULT_ENTITIES if detection.entities is None else frozenset(detection.entities),
        min_confidence=Confidence.MEDIUM if confidence is None else Confidence.named(confidence),
        recognizers=_recognizers(detection.recognizers),
        allow=frozenset(AllowedValue(one.entity, one.pattern) for one in detection.allow),
    )


def _recognizers(specs: Iterable[RecognizerSpec]) -> frozenset[CustomRecognizer]:
    return frozenset(
        CustomRecognizer(one.entity, one.pattern, one.context, one.checksum or "") for one in specs
    )


class CompiledTeam:
    """One PIIPolicy, read once."""

    def __init__(self, policy: PIIPolicy) -> None:
        self.name = f"{policy.kind}/{policy.metadata.name}"
        self.selector = policy.spec.workload_selector
        self.grants = policy.spec.grants
        self.declared = {one.name: one.entity for one in policy.spec.environment}
        detection = policy.spec.detection
        self.entities = frozenset((detection.entities if detection else None) or ())
        self.recognizers = _recognizers(detection.recognizers if detection else ())
        self.actions = {setting.id: setting.action for setting in policy.spec.rules}

    def __repr__(self) -> str:
        return f"CompiledTeam({self.name})"

    @property
    def spec(self) -> DetectorSpec:
        """What it looks for by itself."""
        return DetectorSpec(entities=self.entities, recognizers=self.recognizers)

    @property
    def adds_detection(self) -> bool:
        """Tell whether it looks for more than what governs it."""
        return bool(self.entities or self.recognizers)


class Floor:
    """The ClusterPIIPolicies that govern a namespace, together."""

    def __init__(self, policies: Sequence[CompiledFloor]) -> None:
        self.policies = tuple(policies)
        self.names = tuple(policy.name for policy in policies)
        self.ceiling: Actions = ceiling_of([policy.ceiling for policy in policies])
        self.everyone: Keepers = frozenset(range(len(self.policies)))

    def __repr__(self) -> str:
        return f"Floor({', '.join(self.names)})"

    def judges(self, teams: Sequence[CompiledTeam]) -> tuple["Judge", ...]:
        """Give each way to judge text once, with the policies that judge so; teams add to the search."""
        entities = frozenset[str]().union(*(team.entities for team in teams))
        recognizers = frozenset[CustomRecognizer]().union(*(team.recognizers for team in teams))
        places: dict[DetectorSpec, set[int]] = {}
        for place, policy in enumerate(self.policies):
            spec = policy.spec
            if entities or recognizers:
                spec = replace(
                    spec, entities=spec.entities | entities, recognizers=spec.recognizers | recognizers
                )
            places.setdefault(spec, set()).add(place)
        return tuple(Judge(Detector.for_spec(spec), frozenset(some)) for spec, some in places.items())


@dataclass(frozen=True)
class Judge:
    """A detector, and the policies for which its findings count."""

    detector: Detector
    policies: Keepers


@dataclass(frozen=True)
class Variable:
    """What the name of a variable says."""

    entity: str | None
    declared: bool = False
    holds: str | None = None
    """The entity that the name itself holds; such a name is not repeated."""


class Table:
    """All that holds for workloads that the same policies select: merged once, looked up ever after."""

    def __init__(self, floor: Floor, teams: Sequence[CompiledTeam]) -> None:
        self.floor = floor
        self.teams = tuple(teams)
        self.judges = floor.judges([team for team in teams if team.adds_detection])
        self.detector = Detector.for_spec(DetectorSpec.union([judge.detector.spec for judge in self.judges]))
        anything = DetectorSpec(entities=DEFAULT_ENTITIES)
        self._anybody = Detector.for_spec(DetectorSpec.union([anything, self.detector.spec]))
        self._allowed = AllowList(one for judge in self.judges for one in judge.detector.spec.allow)
        self._keepers: dict[Kinds, Keepers] = {}
        self._held: dict[str, str | None] = {}
        self.plain_names: set[str] = set()
        self._declared = {name: entity for team in teams for name, entity in team.declared.items()}
        self._variables: dict[str, Variable] = {}
        self._outcomes: dict[tuple[RuleId, Keepers | None], Outcome] = {}

    def __repr__(self) -> str:
        return f"Table({self.floor}, {list(self.teams)})"

    @cached_property
    def grants(self) -> Actions:
        """What the selecting PIIPolicies grant together, under the ceiling."""
        return intersect(
            by_purpose(grant for team in self.teams for grant in team.grants), self.floor.ceiling
        )

    @cached_property
    def readable(self) -> frozenset[str]:
        """The entities that the workload may read, for whatever purpose."""
        return frozenset(entity for (entity, _), actions in self.grants.items() if Action.READ in actions)

    def variable(self, name: str) -> Variable:
        """Tell what the name of a variable says, and remember it."""
        known = self._variables.get(name)
        if known is None:
            if len(name) > MAX_REMEMBERED:
                return self._read_name(name)
            if len(self._variables) >= MAX_NAMES:
                self._variables.clear()
                self.plain_names.clear()
            known = self._variables[name] = self._read_name(name)
            if known == _PLAIN:
                self.plain_names.add(name)
        return known

    def outcome(self, rule: RuleId, keepers: Keepers | None = None) -> Outcome:
        """Give the strictest that policies do about a breach; `keepers` see one, None means that all do."""
        key = (rule, keepers)
        known = self._outcomes.get(key)
        if known is None:
            known = self._outcomes[key] = self._strictest(rule, keepers)
        return known

    def keepers(self, finding: Finding, value: str) -> Keepers:
        """Tell for which governing policies a candidate is a finding."""
        if finding.kind is not FindingClass.PERSONAL:
            return frozenset()
        allowed = self._allowed.matching(finding.entity, value)
        # All that the judges look at, so that two hundred of them are asked but once.
        key = (finding.custom or finding.entity, finding.confidence, allowed, finding.beaten_by)
        known = self._keepers.get(key)
        if known is None:
            if len(self._keepers) >= MAX_NAMES:
                self._keepers.clear()
            judging = (judge.policies for judge in self.judges if judge.detector.keeps(finding, allowed))
            known = self._keepers[key] = _union(judging)
        return known

    def keepers_of_entity(self, entity: str) -> Keepers:
        """Tell which governing policies look for an entity."""
        return _union(judge.policies for judge in self.judges if entity in judge.detector.entities)

    def recognizes(self, entity: str) -> bool:
        """Tell whether anything could find this entity in a text."""
        return any(entity in judge.detector.recognized for judge in self.judges)

    def holds(self, text: str) -> str | None:
        """Give the first entity that a name holds in anybody's eyes, so that it can be withheld."""
        if text in self._held:
            return self._held[text]
        if len(text) > MAX_REMEMBERED:
            return self._first_held(text)
        if len(self._held) >= MAX_NAMES:
            self._held.clear()
        held = self._held[text] = self._first_held(text)
        return held

    def _first_held(self, text: str) -> str | None:
        candidates = self._anybody.scan_fields((text,))
        personal = (
            one.entity
            for _, one in candidates
            if one.kind is FindingClass.PERSONAL
            and not one.beaten_by
            and (one.custom or one.confidence > Confidence.LOW)
        )
        return next(personal, None)

    def _read_name(self, name: str) -> Variable:
        declared = self._declared.get(name)
        if declared is not None:
            return Variable(declared, declared=True, holds=self.holds(name))
        entity = entity_of_name(name)
        return Variable(entity if entity and self.keepers_of_entity(entity) else None, holds=self.holds(name))

    def _strictest(self, rule: RuleId, keepers: Keepers | None) -> Outcome:
        strictest = _NOTHING
        for place, policy in enumerate(self.floor.policies):
            if keepers is None or place in keepers:
                strictest = _stricter(strictest, Outcome(policy.actions[rule], policy.name))
        for team in self.teams:
            action = team.actions.get(rule)
            if action is not None:
                strictest = _stricter(strictest, Outcome(action, team.name))
        return strictest


_PLAIN = Variable(None)


def _stricter(one: Outcome, other: Outcome) -> Outcome:
    """Keep the first of two that are equally strict."""
    return other if STRICTNESS[other.action] > STRICTNESS[one.action] else one


def _union(some: Iterable[Keepers]) -> Keepers:
    found = list(some)
    return found[0] if len(found) == 1 else frozenset[int]().union(*found)
