"""Addresses of databases with a password: as URLs (RFC 3986), and as lists of keywords (libpq, ODBC)."""

from collections.abc import Iterator

from privet.detection.findings import Confidence, Finding
from privet.detection.linear import compile_bytes
from privet.detection.recognizers.url_credentials import UrlCredentialsRecognizer, is_placeholder
from privet.detection.source import Source

# host=db user=app password=…; Server=…;User Id=…;Password=…; jdbc:…?user=…&password=…
_KEYWORDS = (
    r"(?i)(?:\b(?:host|server|data source|addr)=[^\s;\"']{1,128}[ ;][^\n\"']{0,160}?"
    r"|jdbc:[a-z0-9]{2,16}:[^\s\"']{1,200}?[?&;])"
    r"\b(?:password|pwd)=([^\s;&\"'\\]{1,128})"
)
_LIST = compile_bytes(_KEYWORDS)
_LIST_GATE = r"(?i:[ ;?&](?:password|pwd)=[^\s;&])"


class DatabaseUrlRecognizer(UrlCredentialsRecognizer):
    """Finds both spellings."""

    standard = "RFC 3986, 3.2.1; libpq connection strings; ODBC and JDBC properties"

    def __init__(self) -> None:
        super().__init__("DatabaseUrl", databases=True)
        self.gate = f"{super().gate}|{_LIST_GATE}"
        self.loose_gate = self.gate
        self.alone = _LIST_GATE

    def find(self, source: Source, /) -> Iterator[Finding]:
        """Find all addresses that hold a password."""
        yield from super().find(source)
        for match in _LIST.finditer(source.data):
            source.budget.spend()
            if not is_placeholder(match.group(1)):
                yield Finding(match.start(), match.end(), self.entity, Confidence.HIGH)


DATABASE_URL = DatabaseUrlRecognizer()
