"""Passwords in URLs (RFC 3986, 3.2.1): they lead to whatever stands behind the host."""

from collections.abc import Iterator

from privet.detection.findings import Confidence, Finding, FindingClass
from privet.detection.linear import compile_bytes
from privet.detection.source import Source
from privet.detection.wordlists import words

_AUTHORITY = r"([A-Za-z][A-Za-z0-9+.\-]{1,24})://([^\s:@/?#\"'<>|\\]{0,64}):([^\s@/\"'<>|\\]{1,128})@([A-Za-z0-9\[][A-Za-z0-9.\-:\]]*)"
_CANDIDATE = compile_bytes(_AUTHORITY)
_GATE = r"://[^\s:@/?#\"'<>|\\]{0,64}:[^\s@/\"'<>|\\]{1,128}@"

DATABASE_SCHEMES = words(
    """postgres postgresql mysql mariadb mongodb mongodb+srv redis rediss mssql sqlserver oracle cockroachdb
    clickhouse cassandra db2 couchdb couchbase elasticsearch neo4j bolt amqp amqps jdbc influxdb nats sqlite
    postgresql+psycopg2 postgresql+psycopg postgresql+asyncpg mysql+pymysql mysql+mysqlconnector mysql2 tds
    snowflake redshift presto trino hive vertica firebird ldap ldaps pgsql"""
)
# RFC 2606, RFC 6761 and RFC 6762: no host of these names is anywhere.
_NOWHERE = (
    ".example", ".invalid", ".test", ".localhost", ".local", "example.com", "example.org", "example.net",
)  # fmt: skip
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
    alone = ""
    gate = _GATE
    loose_gate = _GATE

    def __init__(self, entity: str, *, databases: bool) -> None:
        self.entity = entity
        self._databases = databases

    def find(self, source: Source, /) -> Iterator[Finding]:
        """Find all passwords in URLs, each with the user before it."""
        for match in _CANDIDATE.finditer(source.data):
            source.budget.spend()
            scheme = match.group(1).decode().lower()
            if (scheme in DATABASE_SCHEMES) is self._databases and not is_placeholder(match.group(3)):
                kind = _kind(match.group(4).decode().lower())
                yield Finding(match.start(), match.end(), self.entity, Confidence.HIGH, kind)


def is_placeholder(password: bytes) -> bool:
    """Tell what stands for a password from one."""
    spelled = password.lower()
    return (
        any(sign in password for sign in _TEMPLATES)
        or spelled.decode("utf-8", "replace") in _PLACEHOLDERS
        or len(set(password)) == 1
    )


def _kind(host: str) -> FindingClass:
    name = host.partition(":")[0]
    nowhere = name in ("localhost", "example", "invalid", "test") or name.endswith(_NOWHERE)
    return FindingClass.EXAMPLE if nowhere else FindingClass.PERSONAL


URL_CREDENTIALS = UrlCredentialsRecognizer("UrlCredentials", databases=False)
