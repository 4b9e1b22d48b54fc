"""Files of manifests taken apart into objects: documents, lists, and JSON as the YAML that it is."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from privet.detection.linear import compile_own
from privet.scan.places import Text
from privet.scan.yaml_nodes import NO_YAML, Broken, UnreadableDocumentError, child, compose, text_of

NO_JSON = "it is not valid JSON"
TEMPLATE = "it is a template; scan the folder of its chart"

_SURROGATES = compile_own(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?:\\u[dD][c-fC-F][0-9a-fA-F]{2})?|\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
_PAIR = 12
"""Characters of two escaped surrogates."""
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Manifest:
    """One object of a file; its repr says nothing of what it holds."""

    group: str
    kind: str
    namespace: str = field(repr=False)
    name: str = field(repr=False)
    """The name, or what one is generated from."""
    node: Node = field(repr=False, compare=False)
    text: Text = field(repr=False, compare=False)


def may_hold_objects(raw: bytes) -> bool:
    """Tell whether a file may hold an object of Kubernetes; no is certain.

    Every object has the key `apiVersion`. YAML can spell a key otherwise only by an escape, which has a
    backslash, or in another encoding, which has a byte order mark or zero bytes.
    """
    return b"apiVersion" in raw or b"\\" in raw or b"\0" in raw or raw.startswith(_UTF_16)


def decoded(raw: bytes) -> str:
    """Give the text of a file; raise UnreadableDocumentError when it has none."""
    encoding = "utf-16" if raw.startswith(_UTF_16) else "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableDocumentError("it is not text in UTF-8") from None


def manifests(text: str, *, json: bool = False, broken: Broken | None = None) -> Iterator[Manifest]:
    """Give every object of a file; raise UnreadableDocumentError where it cannot be read on.

    Documents that are no objects, such as the values of a chart, are passed over. With `broken`, what cannot
    be read is told there, and the documents behind it are read.
    """
    if json:
        text = json_as_yaml(text)
    whole = Text(text)
    try:
        # JSON has no next document to go on at.
        for root in compose(text, None if json else broken):
            yield from _told(_objects(root, whole), broken)
    except UnreadableDocumentError as error:
        if json and error.why == NO_YAML:
            error = UnreadableDocumentError(NO_JSON, error.line)
        if broken is None:
            raise error from None
        broken(error)


def _told(objects: Iterator[Manifest], broken: Broken | None) -> Iterator[Manifest]:
    try:
        yield from objects
    except UnreadableDocumentError as error:
        if broken is None:
            raise
        broken(error)


def json_as_yaml(text: str) -> str:
    """Change the two things in which JSON is no YAML: blanks, and characters beyond the basic plane.

    Half a pair of surrogates is no character. Places stay what they are, save behind a pair on one line.
    """
    text = text.replace("\t", " ")
    kept: list[str] = []
    done = 0
    for match in _SURROGATES.finditer(text):
        written = match.group(0)
        sign = "\\uFFFD"
        if len(written) == _PAIR:
            high, low = int(written[2:6], 16), int(written[8:], 16)
            sign = f"\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08X}"
        kept += (text[done : match.start()], sign)
        done = match.end()
    return "".join((*kept, text[done:]))


def _is_no_object(node: MappingNode) -> bool:
    """Tell whether a mapping has no `apiVersion`, neither written nor merged in; it need not be read then."""
    return all(isinstance(key, ScalarNode) and key.value not in ("apiVersion", "<<") for key, _ in node.value)


def _objects(node: Node, text: Text, group: str = "", kind: str = "") -> Iterator[Manifest]:
    """Take lists apart; their items say their kind themselves, or are of the list's."""
    if isinstance(node, SequenceNode):
        for one in node.value:
            yield from _objects(one, text, group, kind)
    if not isinstance(node, MappingNode) or (not kind and _is_no_object(node)):
        return
    version, own_kind = child(node, "apiVersion"), child(node, "kind")
    if version is None and not kind:
        return
    if any(isinstance(one, CollectionNode) for one in (version, own_kind)):
        raise UnreadableDocumentError(TEMPLATE, node.start_mark.line + 1)
    group = group if version is None else text_of(version).rpartition("/")[0]
    kind = text_of(own_kind) or kind
    held = child(node, "items")
    if kind.endswith("List") and isinstance(held, SequenceNode):
        yield from _objects(held, text, group, kind.removesuffix("List"))
    elif kind:
        yield _manifest(node, text, group, kind)


def _manifest(node: MappingNode, text: Text, group: str, kind: str) -> Manifest:
    metadata = child(node, "metadata")
    name = text_of(child(metadata, "name")) or text_of(child(metadata, "generateName"))
    return Manifest(group, kind, text_of(child(metadata, "namespace")), name, node, text)
