"""Filters: what comes in goes out, and so do the values among their arguments."""

import binascii
from collections.abc import Sequence

from privet.detection.linear import compile_own
from privet.detection.wordlists import words
from privet.policy.marks import EVERYTHING, mark, marks_in
from privet.policy.shell.command import Shell, plain_name
from privet.policy.shell.scope import Scope
from privet.policy.shell.streams import is_log, read_files, write_file

FILTERS = words(
    """
    cat tac tee head tail sed awk gawk mawk nawk grep egrep fgrep zgrep rg tr cut paste sort uniq rev fold fmt
    nl pr expand unexpand column od xxd hexdump hd strings base32 base64 basenc iconv jq yq less more most
    rot13 uuencode shuf comm join split csplit dd pv sponge ts gzip gunzip zcat openssl md5sum sha1sum
    sha224sum sha256sum sha384sum sha512sum b2sum cksum envsubst numfmt bc dc bat batcat lolcat figlet toilet
    boxes colrm col ul dos2unix unix2dos bzip2 bzcat xz xzcat zstd zstdcat lz4 lz4cat mbuffer pee gron xmllint
    mlr dasel ack ag ugrep tsort factor look"""
)
_GREPS = words("grep egrep fgrep zgrep rg")
_QUIET = compile_own(r"-[a-zA-Z]*q[a-zA-Z]*|--quiet|--silent")
_IN_PLACE = compile_own(r"-[nrEsz]*i.*|--in-place(?:=.*)?")
_AWKS = words("awk gawk mawk nawk")
_TEXT_DECODERS = words("base64 basenc")
_DECODE_OPTIONS = words("-d -D --decode -di -id --d")
_AWK_NAMED = compile_own(r"ENVIRON\[[\"']([^\"'\]]+)[\"']\]")
_AWK_ALL = compile_own(r"ENVIRON(?:[^\[]|\[[^\"']|$)")
_REFERENCE = compile_own(r"\$\{?([A-Za-z_][A-Za-z0-9_]*)\}?")


def run_filter(shell: Shell, argv: Sequence[str], stdin: str) -> str:
    """Follow a filter: what comes in goes out, and so do the values among its arguments."""
    name = plain_name(argv[0])
    arguments = [one.removeprefix("if=") for one in argv[1:]]
    if _is_silent(shell.scope, name, arguments):
        return ""
    if name in _TEXT_DECODERS and not _DECODE_OPTIONS.isdisjoint(arguments) and not any(marks_in(stdin)):
        return _decoded(stdin)
    text = "\n".join(filter(None, (stdin, read_files(shell.scope, arguments, ""))))
    if name == "tee":
        return _copied(shell.scope, arguments, text)
    inserted = [mark(one) for argument in arguments for one in marks_in(argument)]
    if name in _AWKS:
        inserted += _of_awk(shell.scope, " ".join(arguments))
    if name == "envsubst":
        inserted.append(_substituted(shell.scope, text))
    return "\n".join((text, *inserted)) if inserted else text


def _is_silent(scope: Scope, name: str, arguments: Sequence[str]) -> bool:
    """Tell whether a filter prints nothing; what is edited in place is in the last file afterwards."""
    if name in _GREPS:
        return any(_QUIET.fullmatch(one) for one in arguments)
    edits = name == "sed" and any(_IN_PLACE.fullmatch(one) for one in arguments)
    if name == "openssl" and "-out" in arguments:
        return True
    if edits:
        write_file(scope, arguments[-1], " ".join(mark(one) for word in arguments for one in marks_in(word)))
    return edits


def _copied(scope: Scope, paths: Sequence[str], text: str) -> str:
    for path in paths:
        if is_log(scope, path):
            scope.log(text)
        else:
            write_file(scope, path, text)
    return text


def _substituted(scope: Scope, text: str) -> str:
    return " ".join(scope.value_of(match.group(1)) for match in _REFERENCE.finditer(text))


def _of_awk(scope: Scope, program: str) -> list[str]:
    named = [scope.value_of(match.group(1)) for match in _AWK_NAMED.finditer(program)]
    return [*named, mark(EVERYTHING)] if _AWK_ALL.search(program) else named


def _decoded(text: str) -> str:
    try:
        return binascii.a2b_base64(text).decode(errors="replace")
    except binascii.Error:
        return ""
