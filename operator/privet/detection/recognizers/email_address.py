"""Mailboxes (RFC 5321, 5322, 6531): `local@domain` with a domain that the public DNS could hold."""

import string
from collections.abc import Iterator, Sequence
from ipaddress import ip_address, ip_network

from privet.detection.findings import Confidence, Finding, FindingClass
from privet.detection.linear import Pattern, compile_bytes
from privet.detection.nobodies import is_filler
from privet.detection.roles import is_host, is_list, is_made_up, is_role
from privet.detection.source import Source
from privet.detection.wordlists import words

_OTHER = r"\x{80}-\x{10FFFF}"
_LOCAL = rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~{_OTHER}\-]"
_LABEL = rf"[A-Za-z0-9_{_OTHER}](?:[A-Za-z0-9_{_OTHER}\-]{{0,62}})"
_TOP = rf"(?:[A-Za-z]{{2,24}}|xn--[A-Za-z0-9\-]{{2,59}}|[{_OTHER}]{{2,24}})"
_DOMAIN = rf"(?:{_LABEL}\.)+{_TOP}"
_AT_DOMAIN = compile_bytes(f"@{_DOMAIN}")
_AT_NUMBER = compile_bytes(r"@\[(?:IPv6:)?[0-9A-Fa-f.:]{2,45}\]")
_LOCAL_SIGNS = (
    string.ascii_letters.encode() + string.digits.encode() + b".!#$%&'*+/=?^_`{|}~-" + bytes(range(128, 256))
)


def _starts(data: bytes) -> Sequence[int]:
    """Give where mailboxes may begin: where what may stand before an `@` does, or the one before ends."""
    return _starts_at(_AT_DOMAIN, data)


def _starts_before_numbers(data: bytes) -> Sequence[int]:
    """Give where mailboxes at numbers of hosts may begin."""
    return _starts_at(_AT_NUMBER, data)


def _starts_at(place: Pattern[bytes], data: bytes) -> Sequence[int]:
    places, done = set(), 0
    for match in place.finditer(data):
        before = data[done : match.start()]
        places |= {done + len(before.rstrip(_LOCAL_SIGNS)), match.end()}
        done = match.start() + 1
    return sorted(places)


_CANDIDATE = compile_bytes(rf"{_LOCAL}+@{_DOMAIN}", _starts)
# The local part in quotes (RFC 5321, 4.1.2).
_QUOTED = compile_bytes(rf'\\?"([A-Za-z0-9 .!#$%&*+/=?^_~\-]{{1,64}})\\?"@((?:{_LABEL}\.)+{_TOP})')
# The number of a host in place of its name (RFC 5321, 4.1.3).
_LITERAL = compile_bytes(rf"({_LOCAL}+)@\[(?:IPv6:)?([0-9A-Fa-f.:]{{2,45}})\]", _starts_before_numbers)

MAX_LOCAL = 64
"""RFC 5321, 4.5.3.1.1. A longer run is no mailbox, but its end may be one."""

# RFC 2606, RFC 6761 and RFC 6762: nobody has a mailbox there.
_EXAMPLE_DOMAINS = (
    "example.com", "example.net", "example.org", "example", "test", "invalid", "localhost", "local",
    "example.edu", "onion", "tld",
    # What people write where their own goes.
    "domain.com", "domain.tld", "mydomain.com", "yourdomain.com", "your-domain.com", "yourcompany.com",
)  # fmt: skip
# Mailboxes of machines: service accounts, and what forges put into commits.
_MACHINE_DOMAINS = (
    "gserviceaccount.com", "users.noreply.github.com", "users.noreply.gitlab.com", "noreply.github.com",
    "svc.cluster.local", "svc", "cluster.local", "sentry.io", "ingest.sentry.io", "amazonses.com",
    "noreply.gitlab.com", "pipedream.net", "group.calendar.google.com", "id.repl.co",
)  # fmt: skip
# `logo@2x.png`, `getty@tty1.service`: a file or a unit, not a domain.
_NOT_TOP_LEVEL = words(
    """png jpg jpeg gif svg webp ico css scss less js mjs cjs jsx ts tsx json yaml yml toml xml html htm
    txt gz tgz tar whl jar war ear class service socket timer target mount automount slice scope device
    path swap conf cfg ini log lock exe dll deb rpm apk dmg iso img bin dat bak tmp swp pem crt csr pub
    generic internal-only map md5 sha1 sha256 sig asc rc alpha beta snapshot final"""
)
# Of them, what the root zone has (IANA, Root Zone Database): a mailbox where both sides say so.
_ALSO_TOP_LEVEL = frozenset(("final", "map", "pub", "target"))
_FILES = _NOT_TOP_LEVEL.difference(_ALSO_TOP_LEVEL)
_NAME = compile_bytes(r"^[a-z]{2,24}[._][a-z]{2,24}$|^[a-z][._][a-z]{3,24}$")
_HOUSE = compile_bytes(r"^(?:[a-z][a-z\-]{2,30}\.)+[a-z]+$")
# `git@host:path`, `ssh://git@host`: the remote of a repository.
_REMOTE_USERS = frozenset(("git", "ssh", "hg", "svn", "gitea", "gitolite"))
_SCHEMES_OF_PEOPLE = (b"mailto", b"sip", b"sips", b"xmpp", b"im", b"acct")
# What a program puts a name in for.
_TEMPLATES = frozenset((b"%s", b"%v", b"%d", b"%q", b"$USER", b"$1"))
_REMOTE_PATH = compile_bytes(r":[A-Za-z0-9_.~/\-]+(?:\.git|/)|:[A-Za-z0-9_.~\-]+/")


# What identifies a message looks like a mailbox (RFC 5322, 3.6.4).
_MESSAGE = compile_bytes(
    r"(?i:\b(?:message|msg)[_\- ]?id|\bin[_\-]?reply[_\-]?to|\breferences)\\?[\"']?[ \t]{0,2}[:=][ \t]{0,2}"
    r"\\?[\"']?(?:(?:<|&lt;)[^<>@ \n]{0,64})?$"
)
_LONGEST_HEADER = 112
_SERVICE = compile_bytes(
    r"\b(?i:host|http|nfs|ldap|cifs|imap|smtp|pop|ftp|dns|postgres|mysql|oracle|mongodb|kafka|zookeeper|hdfs"
    r"|yarn|hive|hbase|krbtgt)/$"
)
_LONGEST_SERVICE = 16
# What forms and manuals write for anybody's.
_ANYBODY = words(
    """firstname.lastname first.last first.name first_last name.surname vorname.nachname prenom.nom
    nombre.apellido nome.cognome voornaam.achternaam your.name yourname your-name your_name your.email
    youremail your-email your_email name"""
)

_VERSION = compile_bytes(r"^v?[0-9]+(?:\.|-)")
# RFC 5737 and RFC 3849.
_DOCUMENTED = tuple(map(ip_network, ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")))
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
    unlettered = False
    # A domain ends in letters: `image@1.2.3` opens nothing.
    alone = ""
    gate = (
        rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~{_OTHER}\"\-]"
        rf"@(?:(?:[A-Za-z0-9_{_OTHER}\-]+\.)+[A-Za-z{_OTHER}]|\[[0-9A-Fa-fI:])"
    )
    loose_gate = gate

    def find(self, source: Source, /) -> Iterator[Finding]:
        """Find all mailboxes: the shape is unambiguous."""
        data = source.data
        for match in _CANDIDATE.finditer(data):
            source.budget.spend()
            start, end = match.span()
            local, _, written = data[start:end].rpartition(b"@")
            domain = written.decode().lower()
            # Most of what logs hold: units such as `getty@tty1.service`.
            if domain.rpartition(".")[2] in _FILES:
                continue
            lead = _lead(local)
            lead += _emphasis(local[lead:], data, end)
            local, start = local[lead:], start + lead
            if not _is_domain(domain, local) or _is_pinned(data, start, domain):
                continue
            if _is_written_out(local) and not _is_dialled(local, data, start):
                kind = _kind(local.decode().lower(), domain, data, start, end)
                yield Finding(start, end, self.entity, Confidence.HIGH, kind)
        if b'"@' in data:
            yield from self._quoted(source)
        if b"@[" in data:
            yield from self._at_numbers(source)

    def _quoted(self, source: Source) -> Iterator[Finding]:
        data = source.data
        for match in _QUOTED.finditer(data):
            source.budget.spend()
            domain = match.group(2).decode().lower()
            if _is_domain(domain, match.group(1)):
                kind = _kind(match.group(1).decode().lower(), domain, data, match.start(), match.end())
                yield Finding(match.start(), match.end(), self.entity, Confidence.HIGH, kind)

    def _at_numbers(self, source: Source) -> Iterator[Finding]:
        data = source.data
        for match in _LITERAL.finditer(data):
            source.budget.spend()
            start, end = match.span()
            start += _lead(match.group(1))
            local = data[start : match.end(1)].decode().lower()
            # What a port follows is a server, and not the one for mail.
            if local and _is_address(match.group(2).decode()) and data[end : end + 1] != b":":
                kind = _literal_kind(local, match.group(2).decode())
                yield Finding(start, end, self.entity, Confidence.HIGH, kind)


def _lead(local: bytes) -> int:
    """Count what stands before the mailbox: `user=`, `a/b/`, quotes, and what is too long to belong to it."""
    plain = local.replace(b"%22", b"==/").translate(_LEADS)
    begin = max(plain.rfind(b"/") + 1, len(local) - MAX_LOCAL)
    while local[begin : begin + 1] >= b"\x80" and local[begin : begin + 1] < b"\xc0":
        begin += 1
    return begin + len(local[begin:]) - len(local[begin:].lstrip(b"."))


def _emphasis(local: bytes, data: bytes, end: int) -> int:
    """Count the signs before a mailbox that are none of a mask: one alone, or as many as stand behind it."""
    stars = len(local) - len(local.lstrip(b"*"))
    return stars if stars == 1 or data.startswith(b"*" * stars, end) else 0


def _is_written_out(local: bytes) -> bool:
    """Tell a local part from none, from what a program fills in, and from one that is masked: `j***`."""
    return bool(local) and local not in _TEMPLATES and b"**" not in local and not local.endswith(b"*")


def _is_dialled(local: bytes, data: bytes, start: int) -> bool:
    """Tell a telephone number in a SIP address (RFC 3261, 19.1.1) from a mailbox."""
    digits = local.lstrip(b"+")
    return digits.isdigit() and data[max(0, start - 5) : start].lower().endswith((b"sip:", b"sips:"))


def _is_domain(domain: str, local: bytes) -> bool:
    parents, _, top = domain.rpartition(".")
    if top in _NOT_TOP_LEVEL and not (top in _ALSO_TOP_LEVEL and _is_mailbox(domain, local)):
        return False
    # `pkg@1.2.rest`: a version.
    return not ("." in parents and parents.replace(".", "").isdigit())


def _is_mailbox(domain: str, local: bytes) -> bool:
    """Tell whether both sides are of words, as `anna.klein@firma` is: no file or unit has such a name."""
    return _NAME.search(local.lower()) is not None and _HOUSE.search(domain.encode()) is not None


def _is_pinned(data: bytes, start: int, domain: str) -> bool:
    """Tell of `actions/checkout@v4.acme` that a version follows."""
    versioned = data[start - 1 : start] == b"/" and domain.lstrip("v")[:1].isdecimal()
    return versioned and _VERSION.search(domain.encode()) is not None


def _is_address(written: str) -> bool:
    try:
        ip_address(written)
    except ValueError:
        return False
    return True


def _is_principal(data: bytes, start: int, end: int) -> bool:
    """Tell a principal of a service (RFC 4120, 6.2.1), as `host/web01.acme.io@ACME.IO`."""
    local, _, realm = data[start:end].rpartition(b"@")
    service = _SERVICE.search(data[max(0, start - _LONGEST_SERVICE) : start])
    return service is not None and realm.isupper() and not local.isupper()


def _literal_kind(local: str, written: str) -> FindingClass:
    address = ip_address(written)
    if any(address in network for network in _DOCUMENTED):
        return FindingClass.EXAMPLE
    return FindingClass.FUNCTIONAL if address.is_loopback or is_role(local) else FindingClass.PERSONAL


def _kind(local: str, domain: str, data: bytes, start: int, end: int) -> FindingClass:
    if _within(domain, _MACHINE_PARENTS):
        return FindingClass.FUNCTIONAL
    if _within(domain, _EXAMPLE_PARENTS) or local in _ANYBODY or is_filler(local + domain.partition(".")[0]):
        return FindingClass.EXAMPLE
    if local in _REMOTE_USERS or is_role(local) or is_made_up(local) or is_list(domain) or is_host(domain):
        return FindingClass.FUNCTIONAL
    if _MESSAGE.search(data[max(0, start - _LONGEST_HEADER) : start]) is not None:
        return FindingClass.FUNCTIONAL
    if _REMOTE_PATH.match(data, end, end + MAX_LOCAL) is not None:
        return FindingClass.FUNCTIONAL
    functional = _is_principal(data, start, end) or _in_url_authority(data, start)
    return FindingClass.FUNCTIONAL if functional else FindingClass.PERSONAL


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
