"""Synthetic values for tests: none of them belongs to anybody, none is published as an example."""

EMAIL = "jane.roe@shopmail.io"
CARD = "4539148803436467"
SSN = "536-90-4399"
IBAN = "GB33BUKB20201555555555"
PHONE = "+49 151 23456789"

BY_ENTITY = {
    "EmailAddress": EMAIL,
    "CreditCard": CARD,
    "UsSsn": SSN,
    "Iban": IBAN,
    "PhoneNumber": PHONE,
}
