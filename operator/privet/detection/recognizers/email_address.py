"""Mailboxes (RFC 5321, 5322): `local@domain` with a domain that the public DNS could hold."""

from collections.abc import Iterator

from privet.detection.findings import Confidence, Finding, FindingClass
from privet.detection.linear import compile_own
from privet.detection.wordlists import words

_LOCAL = r"[A-Za-z0-9.!#$&'*+/=?^_`{|}~\x{A1}-\x{10FFFF}-]"
_LABEL = r"[A-Za-z0-9\x{A1}-\x{10FFFF}](?:[A-Za-z0-9\x{A1}-\x{10FFFF}-]*)"
# An `@` in a URL's user part is often written %40.
_MAILBOX = rf"({_LOCAL}+)(?:@|%40)((?:{_LABEL}\.)+(?:[A-Za-z]{{2,24}}|xn--[A-Za-z0-9-]{{2,59}}))"
_CANDIDATE = compile_own(_MAILBOX)

MAX_LOCAL = 64
"""RFC 5321, 4.5.3.1.1. A longer run is no mailbox, but its end may be one."""

# RFC 2606 and RFC 6761: nobody has a mailbox there.
_EXAMPLE_DOMAINS = ("example.com", "example.net", "example.org", "example", "test", "invalid", "localhost")
# Mailboxes of machines: service accounts, and what forges put into commits.
_MACHINE_DOMAINS = (
    "gserviceaccount.com",
    "users.noreply.github.com",
    "users.noreply.gitlab.com",
    "svc.cluster.local",
    "svc",
)
# RFC 2142, and what plainly is no person.
_ROLES = words(
    """info marketing sales support abuse noc security postmaster hostmaster usenet news webmaster www uucp
    ftp noreply no-reply no_reply donotreply do-not-reply mailer-daemon bounce bounces admin administrator
    root contact help helpdesk hello office team press jobs privacy legal billing notifications notification
    alerts alert devops ops sre git ssh hg svn"""
)
# `logo@2x.png`, `getty@tty1.service`: a file or a unit, not a domain.
_NOT_TOP_LEVEL = words(
    """png jpg jpeg gif svg webp ico css js mjs ts json yaml yml toml xml html txt gz tgz zip tar whl jar
    service socket timer target mount slice scope device path swap conf cfg ini log"""
)
# `git@host:path`, `ssh://git@host`: the remote of a repository.
_REMOTE_USERS = frozenset(("git", "ssh", "hg", "svn"))
_SCHEMES_OF_PEOPLE = ("mailto", "sip", "sips", "xmpp")


class EmailAddressRecognizer:
    """Finds mailboxes; those of roles, machines and documentation are told apart."""

    entity = "EmailAddress"
    gate = r"[A-Za-z0-9.!#$&'*+/=?^_`{|}~\x{A1}-\x{10FFFF}-](?:@|%40)[A-Za-z0-9\x{A1}-\x{10FFFF}-]+\."

    def find(self, text: str, _hinted: bool, /) -> Iterator[Finding]:
        """Find all mailboxes; a hint changes nothing, since the shape is unambiguous."""
        for match in _CANDIDATE.finditer(text):
            local, domain = match.group(1), match.group(2).lower()
            start = match.start() + _lead(local)
            local = local[_lead(local) :]
            if local and domain.rpartition(".")[2] not in _NOT_TOP_LEVEL:
                kind = _kind(local.lower(), domain, _before(text, start))
                yield Finding(start, match.end(), self.entity, Confidence.HIGH, kind)


def _lead(local: str) -> int:
    """Count what stands before the mailbox: `user=`, `a/b/`, quotes, and what is too long to belong to it."""
    begin = max(local.rfind(sign) for sign in "=/'|{}`&?") + 1
    begin = max(begin, len(local) - MAX_LOCAL)
    return begin + len(local[begin:]) - len(local[begin:].lstrip("."))


def _before(text: str, start: int) -> str:
    return text[max(0, start - MAX_LOCAL) : start]


def _kind(local: str, domain: str, before: str) -> FindingClass:
    if _within(domain, _EXAMPLE_DOMAINS):
        return FindingClass.EXAMPLE
    if local in _REMOTE_USERS or local.partition("+")[0] in _ROLES or _within(domain, _MACHINE_DOMAINS):
        return FindingClass.FUNCTIONAL
    return FindingClass.FUNCTIONAL if _in_url_authority(before) else FindingClass.PERSONAL


def _within(domain: str, parents: tuple[str, ...]) -> bool:
    return any(domain == parent or domain.endswith("." + parent) for parent in parents)


def _in_url_authority(before: str) -> bool:
    """Tell `scheme://user:password@host` from a mailbox: the user part of a URL logs in to a machine."""
    scheme, found, authority = before.rpartition("://")
    if scheme.lower().endswith(_SCHEMES_OF_PEOPLE):
        return False
    return bool(found) and not any(sign in authority for sign in "/?#@ \t\n\"'")
