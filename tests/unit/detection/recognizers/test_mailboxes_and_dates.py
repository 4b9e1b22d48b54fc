"""Mailboxes, codes of banks and birth dates: what only looks like a person's."""

import pytest

from privet.detection import Confidence, FindingClass
from tests.unit.detection.recognizers.by_default import confidences, kinds, values


@pytest.mark.parametrize(
    "local",
    [
        "dpo",
        "hr",
        "careers",
        "orders",
        "accounts",
        "oncall",
        "engineering",
        "maintainers",
        "kontakt",
        "bestellung",
        "datenschutz",
        "service",
        "platform-team",
        "k8s-admins",
        "ops-team",
        "alerts-prod",
        "sre-oncall",
        "release-bot",
        "cluster-admin",
        "team-payments",
        "web-orders",
        "security_team",
        "no-reply",
        "do.not.reply",
        "support2",
        "orders+7",
        "securityteam",
        "ubuntu",
        "ec2-user",
        "postgres",
    ],
)
def test_a_mailbox_of_a_role_names_no_person(local: str) -> None:
    assert kinds("EmailAddress", f"{local}@shop.io") == {FindingClass.FUNCTIONAL}


@pytest.mark.parametrize(
    "domain", ["googlegroups.com", "lists.shop.io", "kafka.apache.org", "ip-10-0-0-1.ec2.internal"]
)
def test_neither_does_one_of_a_list_or_a_machine(domain: str) -> None:
    assert kinds("EmailAddress", f"klara-dev@{domain}") == {FindingClass.FUNCTIONAL}


@pytest.mark.parametrize(
    "local", ["anna.service", "j.orders", "anna.bot", "bill.it", "klara", "f.list", "opsahl", "k.teams7x"]
)
def test_a_given_name_beside_a_role_is_a_person(local: str) -> None:
    assert kinds("EmailAddress", f"{local}@shop.io") == {FindingClass.PERSONAL}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("klara.roe@firma.map", ["klara.roe@firma.map"]),
        ("app@bundle.map", []),
        ("getty@tty1.target", []),
        ("klara@[203.0.114.7]", ["klara@[203.0.114.7]"]),
        ("klara@[IPv6:2a01::1]", ["klara@[IPv6:2a01::1]"]),
        ("klara@[203.0.114.7]:5060", []),
        ("klara@[1.2]", []),
        ('{"to":"\\"klara roe\\"@firma.at"}', ['\\"klara roe\\"@firma.at']),
        ("uses: actions/checkout@v4.acme", []),
        ("mailto:klara@v4.acme", ["klara@v4.acme"]),
    ],
)
def test_the_domain_of_a_mailbox(text: str, found: list[str]) -> None:
    assert values("EmailAddress", text) == found


@pytest.mark.parametrize(
    "text", ["name@company.tld", "firstname.lastname@acme.io", "your.email@acme.io", "xxx@xxx.xx"]
)
def test_what_forms_show_is_an_example(text: str) -> None:
    assert kinds("EmailAddress", text) == {FindingClass.EXAMPLE}


def test_a_mailbox_in_capitals_in_a_path_is_a_persons() -> None:
    assert kinds("EmailAddress", "GET /users/JANE.ROE@SHOPMAIL.IO") == {FindingClass.PERSONAL}
    assert kinds("EmailAddress", "GET /users/jane.roe@SHOPMAIL.IO") == {FindingClass.PERSONAL}


@pytest.mark.parametrize("mark", ["*", "**", "***"])
def test_what_markdown_stresses_is_no_mask(mark: str) -> None:
    assert values("EmailAddress", f"write to {mark}jane.roe@shopmail.io{mark} now") == [
        "jane.roe@shopmail.io"
    ]


def test_a_principal_of_kerberos_is_a_machine() -> None:
    assert kinds("EmailAddress", "host/web01.acme.io@ACME.IO") == {FindingClass.FUNCTIONAL}
    assert kinds("EmailAddress", "Message-ID: <CAF8x2kQ=abc123@mail.acme.io>") == {FindingClass.FUNCTIONAL}


@pytest.mark.parametrize("text", ["user@[192.0.2.1]", "user@[IPv6:2001:db8::1]"])
def test_numbers_of_documentation_are_examples(text: str) -> None:
    assert kinds("EmailAddress", text) == {FindingClass.EXAMPLE}


@pytest.mark.parametrize(
    "text",
    [
        "Swift_COMPILER",
        "CMAKE_Swift_LANGUAGE_VERSION",
        "swift_DATABASE",
        "BIC_SCHEMA=DATABASE",
        '{"bicSchema":"DATABASE"}',
    ],
)
def test_a_word_joined_to_swift_is_no_code(text: str) -> None:
    assert values("Bic", text) == []


@pytest.mark.parametrize(
    ("code", "confidence"),
    [
        ("COBADEFF", Confidence.MEDIUM),
        ("RZBAATWW", Confidence.MEDIUM),
        ("COBADEFFXXX", Confidence.HIGH),
        ("DEUTDEFF500", Confidence.HIGH),
        ("DEUTDE5F", Confidence.HIGH),
    ],
)
def test_letters_alone_are_not_sure(code: str, confidence: Confidence) -> None:
    assert confidences("Bic", code, "BANK_BIC") == {confidence}


@pytest.mark.parametrize(
    "text",
    [
        "BIRTH_DATE_FORMAT=1999-03-04",
        "DOB_MIN=1900-01-01",
        "maxDateOfBirth: 2010-12-31",
        '{"name":"DOB_FORMAT","value":"1999-03-04"}',
        "dob_column_added=2024-03-07",
        "WHERE birth_date BETWEEN '1980-01-01' AND '1989-12-31'",
        "WHERE dob < DATE '2006-01-01'",
        "COALESCE(birth_date, '1999-03-04')",
        "birth_date DATE DEFAULT '1999-03-04'",
    ],
)
def test_the_form_and_the_bounds_of_a_birth_date_are_none(text: str) -> None:
    assert values("BirthDate", text) == []


@pytest.mark.parametrize(
    "day",
    [
        "1900-01-01",
        "01.01.1970",
        "2099-12-31",
        "2006-01-02",
        "01/02/2006",
        "02.01.2006",
        "Jan 2, 2006",
        "20060102",
    ],
)
def test_the_day_of_layouts_and_of_no_date_is_an_example(day: str) -> None:
    assert kinds("BirthDate", f"dob: {day}") == {FindingClass.EXAMPLE}


@pytest.mark.parametrize(
    "text",
    ["<dob> 1987-04-23</dob>", "MINISTER_DOB=1987-04-23", "dob: 2006-01-12", "formatted_dob=1987-04-23"],
)
def test_other_birth_dates_are_found(text: str) -> None:
    assert len(values("BirthDate", text)) == 1
