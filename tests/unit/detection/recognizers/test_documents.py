"""Passports and driving licences: the words decide, and software has passports, drivers and licences, too."""

import pytest

from privet.detection.recognizers.driver_license import DRIVER_LICENSE
from privet.detection.recognizers.passport import PASSPORT
from privet.detection.recognizers.us_passport import US_PASSPORT
from tests.unit.detection.recognizers.reading import confidences, found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Passport No. X1234568", "X1234568"),
        ("PASSPORT NO 523456781", "523456781"),
        ("passport_number=TK1234568", "TK1234568"),
        ('"passportNumber":"12AB34567"', "12AB34567"),
        ("Passnummer: P1234568", "P1234568"),
        ("passeport : 09PP12345", "09PP12345"),
        ("pasaporte XDB123456", "XDB123456"),
        ("passaporto YA1234568", "YA1234568"),
        ("paspoortnummer ND1234568", "ND1234568"),
        ("numer paszportu ZS 0000178", "ZS 0000178"),
        ("загранпаспорт 71 1234567", "71 1234567"),
        ("护照 E12345678", "E12345678"),
        ("旅券番号: TR1234567", "TR1234567"),
        ("passport no C4X8M7PT1", "C4X8M7PT1"),
        ("passport number CLTHC7KVX", "CLTHC7KVX"),
        ("passport number M123A4567", "M123A4567"),
        ("paspoortnummer NXB12C451", "NXB12C451"),
        ("номер паспорта 45 10 123456", "45 10 123456"),
        ("passport: C01234568", "C01234568"),
        ("Reisepass Nr. HJ6KK8818", "HJ6KK8818"),
    ],
)
def test_passports_are_found_by_their_words(text: str, value: str) -> None:
    assert found(PASSPORT, text) == [value]
    assert [one.name for one in confidences(PASSPORT, text)] == ["MEDIUM"]


@pytest.mark.parametrize(
    "text",
    [
        "passport: 0.6.0",
        "passport: CLTHCHKVX",
        "passport number CLUSTERED",
        "passport number ABCDEFGH1",
        "passport number C4X8M7PT",
        "passport 12345678",
        "passport.session: 12345678",
        "PASSPORT_CLIENT_ID=1000001",
        "passport-local 1234567",
        "laravel passport key 12345678",
        "passport number missing, code 4041",
        "passport number: v1",
        "passport_no: 1700000000000",
        "pass number 1234567",
        "X1234568",
    ],
)
def test_software_called_passport_is_not_a_passport(text: str) -> None:
    assert found(PASSPORT, text) == []
    assert found(US_PASSPORT, text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("driving licence MORGA753117SM9IJ", "MORGA753117SM9IJ"),
        ("driver's license: D1234568", "D1234568"),
        ("driver license number 123 456 789", "123 456 789"),
        ('"driverLicense":"D1234568"', "D1234568"),
        ("licence_number=D1234568", "D1234568"),
        ("DRIVER_LICENSE_NUMBER=F255-921-50-094-0", "F255-921-50-094-0"),
        ('"driverLicenseNumber":"A1234-56789-01234"', "A1234-56789-01234"),
        ("Führerschein B072RRE2I56".replace("ü", "u"), "B072RRE2I56"),
        ("permis de conduire 13AA00002", "13AA00002"),
        ("licencia de conducir: 12345678", "12345678"),
        ("patente di guida U1H00A000A", "U1H00A000A"),
        ("rijbewijs 5123456781", "5123456781"),
        ("prawo jazdy 00001/12/1234", "00001/12/1234"),
        ("korkort 640823-3233", ""),
        ("driving license DL-0420110149646", "DL-0420110149646"),
        ("водительское удостоверение 7712345678", "7712345678"),
        ("patente n. U1360T637W", "U1360T637W"),
        ("fuehrerscheinnummer: B838XMWVZ76", "B838XMWVZ76"),
        ("driver license number F255921500940", "F255921500940"),
    ],
)
def test_licences_are_found_by_their_words(text: str, value: str) -> None:
    assert found(DRIVER_LICENSE, text) == [value] * bool(value)


@pytest.mark.parametrize(
    "text",
    [
        "license: Apache-2.0",
        "LICENSE_KEY=ABCD1234EFGH5678",
        "driver license D1234568",
        "license number D1234568 of the product",
        "product_license_number=D1234568",
        "license_server: 10.0.0.12:27000",
        "licenseKey: 12345-67890-ABCDE",
        "org.opencontainers.image.licenses=MIT",
        "LICENSE 20240115",
        "nvidia driver license token 123456789",
        "vGPU driver license expires at 1700000000",
        "driver_version: 535104005",
        "driver license v1",
        "driving-licence-service-7d4b9c6f5d-x2x4z",
        "driving-licence-service-7d4b9c6f5d",
        "driving licence valid until 2031-01-15",
        "driver license number missing: v1",
        "public duplicate 1234567",
        "D1234568",
    ],
)
def test_software_licences_are_not_driving_licences(text: str) -> None:
    assert found(DRIVER_LICENSE, text) == []
