"""What a kustomization makes and a file that it is made of says too: it is told of once, at the file."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from privet.scan.results import Result

_Key = tuple[str, ...]


def told_once(results: Sequence[Result]) -> list[Result]:
    """Leave out what a kustomization repeats.

    Each result of a file speaks for one result of each kustomization that is made of the file: of the same
    rule, kind, field and entity, in an object with its name in its own, as kustomizations put words before
    and after names. Whatever differs is the kustomization's own and stays.
    """
    by_file: dict[str, list[Result]] = defaultdict(list)
    by_kustomization: dict[str, list[Result]] = defaultdict(list)
    for one in results:
        (by_file if one.built_of is None else by_kustomization)[one.origin].append(one)
    repeated = {id(one) for some in by_kustomization.values() for one in _repeated(some, by_file)}
    return [one for one in results if id(one) not in repeated]


def _repeated(made: Sequence[Result], by_file: Mapping[str, Sequence[Result]]) -> Iterator[Result]:
    files = made[0].built_of or frozenset()
    said = _by_key(one for file in sorted(files & by_file.keys()) for one in by_file[file])
    for one in made:
        names = said.get(_key(one), [])
        name = next((name for name in names if name in _name(one)), None)
        if name is not None:
            names.remove(name)
            yield one


def _by_key(results: Iterable[Result]) -> dict[_Key, list[str]]:
    """Give the names of the objects that say the same, the longest first: it tells the most."""
    named: dict[_Key, list[str]] = defaultdict(list)
    for one in results:
        named[_key(one)].append(_name(one))
    for names in named.values():
        names.sort(key=len, reverse=True)
    return named


def _key(result: Result) -> _Key:
    kind = result.subject.partition(" ")[0]
    return (result.rule, kind, result.path, result.evidence.entity, result.evidence.kind)


def _name(result: Result) -> str:
    return result.subject.partition('"')[2].rpartition('"')[0]
