"""Addresses of databases with a password: as URLs (RFC 3986), and as lists of keywords (libpq, ODBC).

Also as clients of MySQL in Go and of Oracle in Java write them, and the keys of Azure's connection strings.
"""

from collections.abc import Iterator

from privet.detection.findings import Confidence, Finding, FindingClass
from privet.detection.linear import Match, compile_bytes
from privet.detection.recognizers.url_credentials import (
    UrlCredentialsRecognizer,
    is_nobodys,
    is_placeholder,
)
from privet.detection.source import Source

_HOST = r"\b(?:host|hostaddr|server|data source|addr)="
_GIVEN = r"\b(?:password|pwd)=([^\s;&\"'\\]{1,128})"
# In this order `pwd=/srv` is a folder.
_GIVEN_FIRST = r"\b(?:password|pwd)=([^\s;&\"'\\/][^\s;&\"'\\]{0,127})"
_WITHIN = r"[ ;][^\n\"']{0,160}?"
_VALUE = r"[^\s;\"']{1,128}"
_KEYS = "(?:SharedAccessKey|AccountKey)"
_SPELLINGS = (
    # host=db user=app password=…; Server=…;User Id=…;Password=…; jdbc:…?user=…&password=…
    rf"(?i)(?:{_HOST}[^\s;\"']{{1,128}}{_WITHIN}|jdbc:[a-z0-9]{{2,16}}:[^\s\"']{{1,200}}?[?&;]){_GIVEN}",
    rf"(?i){_GIVEN_FIRST}{_WITHIN}{_HOST}[^\s;\"']{{1,128}}",
    # jdbc:oracle:thin:app/…@//db:1521/x
    r"\bjdbc:oracle:[a-z0-9]{2,8}:[^\s/@\"']{1,64}/([^\s@\"']{1,128})@[A-Za-z0-9(/][^\s\"']{0,128}",
    # app:…@tcp(db:3306)/x
    r"[^\s:@/\"'=]{1,64}:([^\s\"']{1,128})@(?:tcp|unix)\([^\s()]{0,128}\)",
    # Endpoint=sb://…;SharedAccessKeyName=…;SharedAccessKey=…; AccountName=…;AccountKey=…
    rf"\b(?:Endpoint|AccountEndpoint|AccountName|HostName)={_VALUE};[^\s\"']{{0,200}}?\b{_KEYS}=({_VALUE})",
)
_LISTS = tuple(map(compile_bytes, _SPELLINGS))
_LIST_GATE = rf"\b(?i:password|pwd)=[^\s;&]|jdbc:oracle:[a-z0-9]|@(?:tcp|unix)\(|\b{_KEYS}=[^\s;]"
_LIST_PLACE = compile_bytes(_LIST_GATE)
# The user of such a list, on either side of the password.
_USER = compile_bytes(r"(?i)\b(?:user|user ?id|uid|username)=([^\s;&\"'\\]{1,128})")
_AROUND = 160


class DatabaseUrlRecognizer(UrlCredentialsRecognizer):
    """Finds all these spellings."""

    standard = "RFC 3986, 3.2.1; libpq connection strings; ODBC and JDBC properties"

    def __init__(self) -> None:
        super().__init__("DatabaseUrl", databases=True)
        self.alone = f"{self.alone}|{_LIST_GATE}"
        self.gate = f"{self.gate}|{_LIST_GATE}"
        self.loose_gate = self.gate

    def find(self, source: Source, /) -> Iterator[Finding]:
        """Find all addresses that hold a password."""
        yield from super().find(source)
        for spelling in _LISTS if _LIST_PLACE.search(source.data) else ():
            for match in spelling.finditer(source.data):
                source.budget.spend()
                if not is_placeholder(match.group(1)):
                    kind = _kind(source.data, match)
                    yield Finding(match.start(), match.end(), self.entity, Confidence.HIGH, kind)


def _kind(data: bytes, match: Match[bytes]) -> FindingClass:
    line = data.rfind(b"\n", max(0, match.start() - _AROUND), match.start()) + 1
    end = data.find(b"\n", match.end(), match.end() + _AROUND)
    start = max(line, match.start() - _AROUND, 0)
    stop = min(len(data), match.end() + _AROUND) if end < 0 else end
    users = (user.group(1) for user in _USER.finditer(data, start, stop))
    nobodys = any(is_nobodys(user, match.group(1)) for user in users)
    return FindingClass.EXAMPLE if nobodys else FindingClass.PERSONAL


DATABASE_URL = DatabaseUrlRecognizer()
