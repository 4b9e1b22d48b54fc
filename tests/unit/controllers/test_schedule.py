"""One heap: the earliest first, one time for each key, and no growth without end."""

from hypothesis import given
from hypothesis import strategies as st

from privet.controllers.schedule import Schedule


def test_nothing_is_due_when_nothing_is_there() -> None:
    schedule: Schedule[str] = Schedule()

    assert schedule.next_due() is None
    assert schedule.pop_due(1e9) == []


def test_what_is_due_comes_out_in_order() -> None:
    schedule: Schedule[str] = Schedule()
    for key, due in (("c", 3.0), ("a", 1.0), ("b", 2.0)):
        schedule.put(key, due)

    assert schedule.pop_due(2.0) == ["a", "b"]
    assert schedule.next_due() == 3.0


def test_a_later_time_replaces_an_earlier_one() -> None:
    schedule: Schedule[str] = Schedule()
    schedule.put("a", 1.0)
    schedule.put("a", 5.0)

    assert schedule.pop_due(4.0) == []
    assert schedule.pop_due(5.0) == ["a"]


def test_what_was_dropped_is_not_due() -> None:
    schedule: Schedule[str] = Schedule()
    schedule.put("a", 1.0)
    schedule.drop("a")

    assert schedule.pop_due(9.0) == []


def test_the_heap_does_not_grow_with_what_is_replaced() -> None:
    schedule: Schedule[str] = Schedule()
    for number in range(10_000):
        schedule.put("a", float(number))

    assert len(schedule._heap) < 200
    assert schedule.pop_due(1e9) == ["a"]


@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.one_of(st.none(), st.integers(0, 20)), st.integers(0, 20)))
)
def test_it_keeps_what_a_dictionary_would(steps: list[tuple[str, int | None, int]]) -> None:
    schedule: Schedule[str] = Schedule()
    plain: dict[str, float] = {}
    for key, due, now in steps:
        if due is None:
            schedule.drop(key)
            plain.pop(key, None)
        else:
            schedule.put(key, float(due))
            plain[key] = float(due)
        taken = schedule.pop_due(now)
        assert set(taken) == {each for each, at in plain.items() if at <= now}
        plain = {each: at for each, at in plain.items() if at > now}
        assert schedule.next_due() == min(plain.values(), default=None)
        assert len(schedule) == len(plain)
