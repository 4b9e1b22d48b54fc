"""The store takes in listings and events in any order, and tells each change once."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privet.cluster import CONFIG_MAPS, Change, EventKind, Listing, Name, Object, Store, WatchEvent


def an_object(name: str, version: int, namespace: str = "shop") -> Object:
    return {"metadata": {"name": name, "namespace": namespace, "resourceVersion": str(version)}}


def a_listing(version: int, *objects: Object) -> Listing:
    return Listing(objects, str(version))


def added(name: str, version: int) -> WatchEvent:
    return WatchEvent(EventKind.ADDED, an_object(name, version))


def modified(name: str, version: int) -> WatchEvent:
    return WatchEvent(EventKind.MODIFIED, an_object(name, version))


def deleted(name: str, version: int) -> WatchEvent:
    return WatchEvent(EventKind.DELETED, an_object(name, version))


def version_of(obj: Object) -> int:
    return int(obj["metadata"]["resourceVersion"])


class Told:
    """A store of versions, and what it told."""

    def __init__(self) -> None:
        self.changes: list[Change[int]] = []
        self.batches = 0
        self.store: Store[int] = Store(CONFIG_MAPS, version_of, self._told)

    def _told(self, changes: object) -> None:
        assert isinstance(changes, list)
        self.changes += changes
        self.batches += 1


def name(text: str) -> Name:
    return Name("shop", text)


def test_nothing_is_synced_before_a_listing() -> None:
    told = Told()
    told.store.observe(added("a", 5))

    assert not told.store.synced


def test_an_empty_listing_makes_it_synced() -> None:
    told = Told()
    told.store.replace(a_listing(5))

    assert told.store.synced


def test_a_listing_is_told_in_one_batch() -> None:
    told = Told()

    told.store.replace(a_listing(5, an_object("a", 1), an_object("b", 2)))

    assert told.batches == 1
    assert told.changes == [Change(name("a"), None, 1), Change(name("b"), None, 2)]


def test_what_a_listing_no_longer_holds_is_told_as_gone() -> None:
    told = Told()
    told.store.replace(a_listing(5, an_object("a", 1), an_object("b", 2)))

    assert told.store.replace(a_listing(6, an_object("b", 2))) == 1

    assert told.changes[-1] == Change(name("a"), 1, None)
    assert told.store.get("a", "shop") is None


def test_the_same_listing_again_tells_nothing() -> None:
    told = Told()
    told.store.replace(a_listing(5, an_object("a", 1)))

    assert told.store.replace(a_listing(5, an_object("a", 1))) == 0

    assert told.batches == 1


@pytest.mark.parametrize(
    ("event", "news"),
    [
        pytest.param(modified("a", 7), True, id="newer"),
        pytest.param(modified("a", 5), False, id="of the listing"),
        pytest.param(modified("a", 3), False, id="older"),
        pytest.param(deleted("a", 8), True, id="deletion"),
        pytest.param(added("b", 6), True, id="another"),
        pytest.param(added("b", 4), False, id="gone before the listing"),
        pytest.param(WatchEvent(EventKind.BOOKMARK, an_object("", 9)), False, id="bookmark"),
    ],
)
def test_an_event_counts_when_it_is_newer(event: WatchEvent, *, news: bool) -> None:
    told = Told()
    told.store.replace(a_listing(5, an_object("a", 5)))

    assert told.store.observe(event) is news


def test_what_came_after_a_listing_survives_it() -> None:
    told = Told()
    told.store.replace(a_listing(5))
    told.store.observe(added("a", 7))

    told.store.replace(a_listing(6))

    assert told.store.get("a", "shop") == 7


def test_what_went_after_a_listing_does_not_come_back_by_it() -> None:
    told = Told()
    told.store.replace(a_listing(5, an_object("a", 5)))
    told.store.observe(deleted("a", 8))

    told.store.replace(a_listing(7, an_object("a", 5)))

    assert told.store.get("a", "shop") is None


def test_what_is_made_again_after_it_went_is_there() -> None:
    told = Told()
    told.store.replace(a_listing(5, an_object("a", 5)))
    told.store.observe(deleted("a", 8))

    told.store.observe(added("a", 9))

    assert told.store.get("a", "shop") == 9


def test_an_older_listing_is_passed_over() -> None:
    told = Told()
    told.store.replace(a_listing(9, an_object("a", 9)))

    told.store.replace(a_listing(5))

    assert told.store.get("a", "shop") == 9


def test_what_we_wrote_is_remembered_without_telling() -> None:
    told = Told()
    told.store.replace(a_listing(5, an_object("a", 5)))
    told.store.remember(an_object("a", 6))

    assert told.store.get("a", "shop") == 6
    assert told.batches == 1
    assert not told.store.observe(modified("a", 6))


def test_names_are_given_by_namespace() -> None:
    told = Told()
    told.store.replace(a_listing(5, an_object("a", 1), an_object("a", 2, "other")))
    told.store.observe(deleted("a", 6))

    assert told.store.names("shop") == []
    assert told.store.names("other") == [Name("other", "a")]


class History:
    """What really happened, and a store that is told of it late, twice, or never."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a history, not a secret
        self.truth: dict[str, int] = {}
        self.told = Told()
        self.pending: list[WatchEvent] = []
        self.told.store.replace(a_listing(0))

    def happen(self, version: int) -> None:
        key = self.chance.choice("abc")
        if key in self.truth and self.chance.random() < 0.4:
            del self.truth[key]
            self.pending.append(deleted(key, version))
        else:
            self.truth[key] = version
            self.pending.append(modified(key, version))

    def tell(self, version: int) -> None:
        if self.chance.random() < 0.2:
            self.list(version)
        elif self.chance.random() < 0.5:
            for event in self.pending * 2:
                self.told.store.observe(event)
            self.pending.clear()

    def list(self, version: int) -> None:
        self.told.store.replace(a_listing(version, *(an_object(*each) for each in self.truth.items())))


@given(st.integers(0, 2**32), st.integers(1, 30))
def test_however_news_arrives_the_end_is_the_same(seed: int, steps: int) -> None:
    history = History(seed)
    for version in range(1, steps + 1):
        history.happen(version)
        history.tell(version)
    history.list(steps)
    for event in history.pending:
        history.told.store.observe(event)

    store = history.told.store
    assert {key: store.get(key, "shop") for key in "abc"} == {key: history.truth.get(key) for key in "abc"}
    seen: dict[Name, int | None] = {}
    for change in history.told.changes:
        assert seen.get(change.name) == change.old
        seen[change.name] = change.new
