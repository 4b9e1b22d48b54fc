"""Passwords in URLs (RFC 3986, 3.2.1): they lead to whatever stands behind the host."""

from collections.abc import Iterator

from privet.detection.findings import Confidence, Finding, FindingClass
from privet.detection.linear import Match, compile_bytes
from privet.detection.source import Source
from privet.detection.wordlists import words

# In a string of JSON a slash may be escaped. Of several `@` the last one ends a password.
_SLASHES = r":(?://|\\/\\/)"
_SCHEME = r"([A-Za-z][A-Za-z0-9+.\-]{1,24})"
_USER = r"([^\s:@/?#\"'<>|\\]{0,64})"
_HOST = r"@([A-Za-z0-9\[][A-Za-z0-9.\-:\]]*)"
_AUTHORITY = rf"{_SCHEME}{_SLASHES}{_USER}:([^\s/\"'<>|\\]{{1,128}}){_HOST}"
_CANDIDATE = compile_bytes(_AUTHORITY)
# No password may hold a slash as it is, and some do: behind a database's scheme, and where it is no port.
_WITH_SLASH = rf"{_SCHEME}{_SLASHES}{_USER}:([^\s/\"'<>|\\]{{1,64}}/[^\s\"'<>|\\]{{0,64}}){_HOST}"
_SLASHED = compile_bytes(_WITH_SLASH)
_ESCAPED = r":\\/\\/"
_GATE = rf"{_SLASHES}[^\s:@/?#\"'<>|\\]{{0,64}}:[^\s\"'<>|\\]{{1,128}}@"

DATABASE_SCHEMES = words(
    """postgres postgresql mysql mariadb mongodb mongodb+srv redis rediss mssql sqlserver oracle cockroachdb
    clickhouse cassandra db2 couchdb couchbase elasticsearch neo4j bolt amqp amqps jdbc influxdb nats sqlite
    postgresql+psycopg2 postgresql+psycopg postgresql+asyncpg mysql+pymysql mysql+mysqlconnector mysql2 tds
    snowflake redshift presto trino hive vertica firebird ldap ldaps pgsql"""
)
# RFC 2606 and RFC 6761: no host of these names is anywhere. One in `.local` is, within its cluster.
_NOWHERE = (".example", ".invalid", ".test", ".localhost", "example.com", "example.org", "example.net")
_PLACEHOLDERS = words(
    """password passwd pass pwd secret changeme change-me example xxx xxxx xxxxx xxxxxx yyy zzz token
    your-password yourpassword your_password mypassword my-password user username redacted removed hidden
    masked masking none null test foo bar *** **** ***** ****** ******** ... pw p"""
)
_TEMPLATES = (b"$", b"{", b"<", b"%s", b"%v", b"%(", b"[", b"REDACTED", b"***")


class UrlCredentialsRecognizer:
    """Finds the user part of URLs that holds a password; those of databases are an entity of their own."""

    standard = "RFC 3986, 3.2.1"
    proof_text = "scheme, user, password, host; no placeholder"
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    default = True
    anchors: tuple[bytes, ...] = (b"@", b"://")
    gated_by_words = False
    digits = 0
    unlettered = False

    def __init__(self, entity: str, *, databases: bool) -> None:
        self.entity = entity
        self._databases = databases
        self.alone = _ESCAPED
        self.gate = self.loose_gate = _GATE

    def find(self, source: Source, /) -> Iterator[Finding]:
        """Find all passwords in URLs, each with the user before it."""
        for match in _CANDIDATE.finditer(source.data):
            yield from self._judged(source, match)
        for match in _SLASHED.finditer(source.data) if self._databases else ():
            if not match.group(3).partition(b"/")[0].isdigit():
                yield from self._judged(source, match)

    def _judged(self, source: Source, match: Match[bytes]) -> Iterator[Finding]:
        source.budget.spend()
        scheme, user, password = match.group(1), match.group(2), match.group(3)
        if b"," in password:
            # Several addresses, one after the other.
            password = password.partition(b"@")[0]
        if (scheme.decode().lower() in DATABASE_SCHEMES) is not self._databases or is_placeholder(password):
            return
        kind = FindingClass.EXAMPLE if is_nobodys(user, password) else _kind(match.group(4).decode().lower())
        yield Finding(match.start(), match.end(), self.entity, Confidence.HIGH, kind)


def is_placeholder(password: bytes) -> bool:
    """Tell what stands for a password from one."""
    spelled = password.lower()
    return (
        any(sign in password for sign in _TEMPLATES)
        or spelled.decode("utf-8", "replace") in _PLACEHOLDERS
        or len(set(password)) == 1
    )


def is_nobodys(user: bytes, password: bytes) -> bool:
    """Tell a password that everybody knows: the name of the user once more, or anybody's."""
    last = password.rpartition(b":")[2].lower()
    return user.lower() == password.lower() or user.lower().startswith(b"anon") or last.startswith(b"anon")


def _kind(host: str) -> FindingClass:
    name = host.partition(":")[0]
    nowhere = name in ("localhost", "example", "invalid", "test") or name.endswith(_NOWHERE)
    return FindingClass.EXAMPLE if nowhere else FindingClass.PERSONAL


URL_CREDENTIALS = UrlCredentialsRecognizer("UrlCredentials", databases=False)
