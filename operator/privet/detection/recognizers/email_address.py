"""Mailboxes (RFC 5321, 5322, 6531): `local@domain` with a domain that the public DNS could hold."""

import string
from collections.abc import Iterator, Sequence

from privet.detection.findings import Confidence, Finding, FindingClass
from privet.detection.linear import compile_bytes
from privet.detection.source import Source
from privet.detection.wordlists import words

_OTHER = r"\x{80}-\x{10FFFF}"
_LOCAL = rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~{_OTHER}\-]"
_LABEL = rf"[A-Za-z0-9_{_OTHER}](?:[A-Za-z0-9_{_OTHER}\-]{{0,62}})"
_TOP = rf"(?:[A-Za-z]{{2,24}}|xn--[A-Za-z0-9\-]{{2,59}}|[{_OTHER}]{{2,24}})"
_DOMAIN = rf"(?:{_LABEL}\.)+{_TOP}"
_AT_DOMAIN = compile_bytes(f"@{_DOMAIN}")
_LOCAL_SIGNS = (
    string.ascii_letters.encode() + string.digits.encode() + b".!#$%&'*+/=?^_`{|}~-" + bytes(range(128, 256))
)


def _starts(data: bytes) -> Sequence[int]:
    """Give where mailboxes may begin: where what may stand before an `@` does, or the one before ends."""
    places, done = set(), 0
    for match in _AT_DOMAIN.finditer(data):
        before = data[done : match.start()]
        places |= {done + len(before.rstrip(_LOCAL_SIGNS)), match.end()}
        done = match.start() + 1
    return sorted(places)


_CANDIDATE = compile_bytes(rf"{_LOCAL}+@{_DOMAIN}", _starts)
# The local part in quotes (RFC 5321, 4.1.2).
_QUOTED = compile_bytes(rf'"([A-Za-z0-9 .!#$%&*+/=?^_~\-]{{1,64}})"@((?:{_LABEL}\.)+{_TOP})')

MAX_LOCAL = 64
"""RFC 5321, 4.5.3.1.1. A longer run is no mailbox, but its end may be one."""

# RFC 2606, RFC 6761 and RFC 6762: nobody has a mailbox there.
_EXAMPLE_DOMAINS = (
    "example.com", "example.net", "example.org", "example", "test", "invalid", "localhost", "local",
    "example.edu", "onion",
    # What people write where their own goes.
    "domain.com", "domain.tld", "mydomain.com", "yourdomain.com", "your-domain.com", "yourcompany.com",
)  # fmt: skip
# Mailboxes of machines: service accounts, and what forges put into commits.
_MACHINE_DOMAINS = (
    "gserviceaccount.com", "users.noreply.github.com", "users.noreply.gitlab.com", "noreply.github.com",
    "svc.cluster.local", "svc", "cluster.local", "sentry.io", "ingest.sentry.io", "amazonses.com",
    "noreply.gitlab.com", "pipedream.net", "group.calendar.google.com", "id.repl.co",
)  # fmt: skip
# RFC 2142, and what plainly is no person.
_ROLES = words(
    """info marketing sales support abuse noc security postmaster hostmaster usenet news webmaster www uucp
    ftp noreply no-reply no_reply no.reply donotreply do-not-reply do_not_reply mailer-daemon mailer bounce
    bounces admin administrator root contact help helpdesk hello office team press jobs privacy legal billing
    notifications notification alerts alert devops ops sre git ssh hg svn daemon nobody cron ci bot jenkins
    prometheus alertmanager kubernetes letsencrypt acme cert-manager security-team enquiries feedback"""
)
# `logo@2x.png`, `getty@tty1.service`: a file or a unit, not a domain.
_NOT_TOP_LEVEL = words(
    """png jpg jpeg gif svg webp ico css scss less js mjs cjs jsx ts tsx json yaml yml toml xml html htm
    txt gz tgz tar whl jar war ear class service socket timer target mount automount slice scope device
    path swap conf cfg ini log lock exe dll deb rpm apk dmg iso img bin dat bak tmp swp pem crt csr pub
    generic internal-only map md5 sha1 sha256 sig asc rc alpha beta snapshot final"""
)
# `git@host:path`, `ssh://git@host`: the remote of a repository.
_REMOTE_USERS = frozenset(("git", "ssh", "hg", "svn", "gitea", "gitolite"))
_SCHEMES_OF_PEOPLE = (b"mailto", b"sip", b"sips", b"xmpp", b"im", b"acct")
# What a program puts a name in for.
_TEMPLATES = frozenset((b"%s", b"%v", b"%d", b"%q", b"$USER", b"$1"))
_REMOTE_PATH = compile_bytes(r":[A-Za-z0-9_.~/\-]+(?:\.git|/)|:[A-Za-z0-9_.~\-]+/")


_LEADS = bytes.maketrans(b"='|{}`&?", b"////////")
"""What may stand before a mailbox but is no part of it where people choose one."""
_EXAMPLE_PARENTS = tuple(f".{domain}" for domain in _EXAMPLE_DOMAINS)
_MACHINE_PARENTS = tuple(f".{domain}" for domain in _MACHINE_DOMAINS)


class EmailAddressRecognizer:
    """Finds mailboxes; those of roles, machines and documentation are told apart."""

    entity = "EmailAddress"
    standard = "RFC 5321, RFC 5322, RFC 6531"
    proof_text = "structure: local part, domain, top-level domain"
    words = ()
    names = ("email", "emails", "e mail", "mailbox", "mail address")
    default = True
    anchors = (b"@",)
    gated_by_words = False
    digits = 0
    # A domain ends in letters: `image@1.2.3` opens nothing.
    alone = ""
    gate = rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~{_OTHER}\"\-]@(?:[A-Za-z0-9_{_OTHER}\-]+\.)+[A-Za-z{_OTHER}]"
    loose_gate = gate

    def find(self, source: Source, /) -> Iterator[Finding]:
        """Find all mailboxes: the shape is unambiguous."""
        data = source.data
        for match in _CANDIDATE.finditer(data):
            source.budget.spend()
            start, end = match.span()
            local, _, written = data[start:end].rpartition(b"@")
            domain = written.decode().lower()
            if not _is_domain(domain):
                continue
            lead = _lead(local)
            local, start = local[lead:], start + lead
            if local and local not in _TEMPLATES and not _is_dialled(local, data, start):
                kind = _kind(local.decode().lower(), domain, data, start, end)
                yield Finding(start, end, self.entity, Confidence.HIGH, kind)
        if b'"@' in data:
            yield from self._quoted(source)

    def _quoted(self, source: Source) -> Iterator[Finding]:
        data = source.data
        for match in _QUOTED.finditer(data):
            source.budget.spend()
            domain = match.group(2).decode().lower()
            if _is_domain(domain):
                kind = _kind(match.group(1).decode().lower(), domain, data, match.start(), match.end())
                yield Finding(match.start(), match.end(), self.entity, Confidence.HIGH, kind)


def _lead(local: bytes) -> int:
    """Count what stands before the mailbox: `user=`, `a/b/`, quotes, and what is too long to belong to it."""
    plain = local.replace(b"%22", b"==/").translate(_LEADS)
    begin = max(plain.rfind(b"/") + 1, len(local) - MAX_LOCAL)
    while local[begin : begin + 1] >= b"\x80" and local[begin : begin + 1] < b"\xc0":
        begin += 1
    return begin + len(local[begin:]) - len(local[begin:].lstrip(b"."))


def _is_dialled(local: bytes, data: bytes, start: int) -> bool:
    """Tell a telephone number in a SIP address (RFC 3261, 19.1.1) from a mailbox."""
    digits = local.lstrip(b"+")
    return digits.isdigit() and data[max(0, start - 5) : start].lower().endswith((b"sip:", b"sips:"))


def _is_domain(domain: str) -> bool:
    parents, _, top = domain.rpartition(".")
    if top in _NOT_TOP_LEVEL:
        return False
    # `pkg@1.2.rest`: a version.
    return not ("." in parents and parents.replace(".", "").isdigit())


def _kind(local: str, domain: str, data: bytes, start: int, end: int) -> FindingClass:
    if _within(domain, _MACHINE_PARENTS):
        return FindingClass.FUNCTIONAL
    if _within(domain, _EXAMPLE_PARENTS):
        return FindingClass.EXAMPLE
    if local in _REMOTE_USERS or local.partition("+")[0] in _ROLES:
        return FindingClass.FUNCTIONAL
    if _REMOTE_PATH.match(data, end, end + MAX_LOCAL) is not None:
        return FindingClass.FUNCTIONAL
    return FindingClass.FUNCTIONAL if _in_url_authority(data, start) else FindingClass.PERSONAL


def _within(domain: str, parents: tuple[str, ...]) -> bool:
    return f".{domain}".endswith(parents)


def _in_url_authority(data: bytes, start: int) -> bool:
    """Tell `scheme://user:password@host` from a mailbox: the user part of a URL logs in to a machine."""
    before = data[max(0, start - 2 * MAX_LOCAL) : start]
    scheme, found, authority = before.rpartition(b"://")
    if not found or scheme.lower().endswith(_SCHEMES_OF_PEOPLE):
        return False
    return not any(sign in authority for sign in b"/?#@ \t\n\"'")


EMAIL_ADDRESS = EmailAddressRecognizer()
