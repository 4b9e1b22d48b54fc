import pytest

from privet.detection import entity_of_name


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("CUSTOMER_EMAIL", "EmailAddress"),
        ("customerEmail", "EmailAddress"),
        ("customer.email", "EmailAddress"),
        ("customer-email", "EmailAddress"),
        ("EMAIL", "EmailAddress"),
        ("USER_EMAIL_ADDRESS", "EmailAddress"),
        ("CUSTOMER_EMAIL_2", "EmailAddress"),
        ("CONTACT_E_MAIL", "EmailAddress"),
        ("PHONE_NUMBER", "PhoneNumber"),
        ("customerPhone", "PhoneNumber"),
        ("CUSTOMER_MOBILE", "PhoneNumber"),
        ("MSISDN", "PhoneNumber"),
        ("SSN", "UsSsn"),
        ("userSSN", "UsSsn"),
        ("SOCIAL_SECURITY_NUMBER", "UsSsn"),
        ("IBAN", "Iban"),
        ("payoutIBAN", "Iban"),
        ("CARD_NUMBER", "CreditCard"),
        ("creditCardNumber", "CreditCard"),
        ("shop.io/customer-email", "EmailAddress"),
    ],
)
def test_names_that_say_it(name: str, entity: str) -> None:
    assert entity_of_name(name) == entity


@pytest.mark.parametrize(
    "name",
    [
        "EMAIL_HOST",
        "EMAIL_PORT",
        "EMAIL_BACKEND",
        "SMTP_EMAIL_BACKEND",
        "EMAIL_ENABLED",
        "EMAIL_SERVICE_ADDR_FAMILY",
        "EMAIL_TEMPLATE",
        "SEND_EMAIL",
        "REQUIRE_PHONE",
        "FROM_EMAIL",
        "DEFAULT_FROM_EMAIL",
        "ACME_EMAIL",
        "CUSTOMER_EMAIL_FILE",
        "CUSTOMER_EMAIL_HASH",
        "PHONE_SERVICE_URL",
        "PHONE_REGION",
        "MOBILE",
        "IPHONE",
        "HEADPHONES",
        "SESSION",
        "MISSION",
        "ASSN_ID",
        "CARD_TYPE",
        "CARDINALITY",
        "URBAN",
        "PATH",
        "",
        "_",
        "1",
        "ß",
    ],
)
def test_ordinary_names_say_nothing(name: str) -> None:
    assert entity_of_name(name) is None


def test_the_end_of_a_long_name_decides() -> None:
    assert entity_of_name("x" * 5_000 + "_EMAIL") == "EmailAddress"
