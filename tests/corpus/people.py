"""Invented people in several languages: names, mailboxes, addresses, dates."""
# ruff: noqa: E501, RUF001, SIM905 - word lists as sentences, in their languages

from datetime import date, timedelta
from random import Random

from tests.corpus.sample import Value

GIVEN = (
    "Maria Lukas Amélie Søren Ingrid Paweł Zofia João Beatriz Niamh Aoife Giulia Marco Pilar Iñaki Noor Pieter"
    " Eino Aino Kari Astrid Håkon Yusuf Elif Priya Arjun Mei Haruto Yuki Minjun Seoyeon Thabo Naledi Wei Olga Dmytro"
    " Oksana Petra Jan Hanna Emil Clara Tomás Lucía Rafael Camila Diego Valentina Liam Charlotte Oliver Grace"
).split()
FAMILY = (
    "Roe Weber Schneider Müller Lefèvre Moreau Rossi Bianchi García Fernández Jansen Peeters Kowalska Nowak Silva"
    " Ferreira Lindqvist Hansen Korhonen Virtanen Nielsen Murphy Byrne Yılmaz Demir Sharma Patel Tanaka Sato Kim Park"
    " Nkosi Dlamini Chen Kovalenko Novák Dvořáková Bennett Fletcher Whitfield Okafor Mwangi Haddad Cohen Papadaki"
).split()
DOMAINS = (
    "shopmail.io posthaus.de courrier-libre.fr mailbee.co.uk correo-norte.es postino.it briefkasten.at fastbox.nl"
    " poczta-wro.pl snabbpost.se kirje.fi mailnest.ie inboxly.app caixa-postal.com.br denwa-mail.jp kiwipost.nz"
    " northwind-health.org clinic-vale.com finbridge.eu lakeside-uni.edu parcelhop.net bluefern.dev"
).split()
_FOLDED = str.maketrans(
    {"ł": "l", "ø": "o", "é": "e", "è": "e", "ü": "u", "ñ": "n", "ã": "a", "á": "a", "í": "i", "ó": "o", "ı": "i",
     "å": "a", "ř": "r", "ö": "o"}
)  # fmt: skip

_STREETS = (
    ("{n} {w} Street", "Maple Cedar Willow Chestnut Hawthorn"),
    ("{n} {w} Avenue, Apt {a}", "Lincoln Prospect Orchard Lexington"),
    ("{n} {w} Road", "Station Mill Victoria Church"),
    ("{w}straße {n}", "Garten Linden Schiller Berg Goethe"),
    ("{n} rue de la {w}", "République Fontaine Paix Gare"),
    ("Calle {w} {n}", "Mayor Goya Alcalá Serrano"),
    ("Via {w} {n}", "Garibaldi Mazzini Verdi Dante"),
    ("{w}straat {n}", "Kerk Molen Dorps Beuken"),
    ("ul. {w} {n}/{a}", "Polna Lipowa Ogrodowa Długa"),
)
_CITIES = (
    "Portland, OR 97214", "Madison, WI 53703", "10115 Berlin", "80331 München", "69002 Lyon", "28013 Madrid",
    "20121 Milano", "3511 LX Utrecht", "00-950 Warszawa", "Leeds LS1 4AP",
)  # fmt: skip


def full_name(chance: Random) -> str:
    """Draw a given and a family name."""
    return f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}"


def mailbox(chance: Random, domain: str = "") -> str:
    """Draw a mailbox of a person."""
    given, family = (one.lower().translate(_FOLDED) for one in full_name(chance).split())
    year = chance.randint(60, 99)
    local = chance.choice(
        (f"{given}.{family}", f"{given}_{family}", f"{given[0]}{family}", f"{given}{year}", f"{family}.{given}",
         f"{given}.{family}+orders", f"{given[0]}.{family}", f"{given}-{family}", f"{given}.{family}{year}")
    )  # fmt: skip
    return f"{local}@{domain or chance.choice(DOMAINS)}"


def day(chance: Random, first: int = 1940, last: int = 2004) -> date:
    """Draw a day of birth."""
    return date(first, 1, 1) + timedelta(days=chance.randrange((last - first) * 365))


_DAYS = (
    "%Y-%m-%d",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%Y/%m/%d",
    "%d-%m-%Y",
    "%d %B %Y",
    "%B %d, %Y",
    "%Y%m%d",
    "%d %b %Y",
)


def email(chance: Random) -> Value:
    """Draw an e-mail address."""
    phrases = (
        "email",
        "customer email",
        "e-mail",
        "mail",
        "contact email",
        "user",
        "recipient",
        "correo",
        "courriel",
    )
    return Value("EmailAddress", mailbox(chance), phrases, bare=True)


def name(chance: Random) -> Value:
    """Draw a personal name; only the field that it stands in tells that it is one."""
    phrase, text = chance.choice(
        (("full name", full_name(chance)), ("first name", chance.choice(GIVEN)), ("last name", chance.choice(FAMILY)),
         ("customer name", full_name(chance)), ("patient name", full_name(chance)), ("surname", chance.choice(FAMILY)),
         ("given name", chance.choice(GIVEN)), ("family name", chance.choice(FAMILY)),
         ("cardholder name", full_name(chance)), ("nachname", chance.choice(FAMILY)), ("vorname", chance.choice(GIVEN)))
    )  # fmt: skip
    return Value("PersonName", text, (phrase,))


def birth_date(chance: Random) -> Value:
    """Draw a date of birth."""
    phrases = (
        "date of birth", "birth date", "dob", "birthday", "geburtsdatum", "date de naissance",
        "fecha de nacimiento", "data di nascita", "geboortedatum", "data urodzenia", "data de nascimento",
    )  # fmt: skip
    return Value("BirthDate", day(chance).strftime(chance.choice(_DAYS)), phrases)


def address(chance: Random) -> Value:
    """Draw a postal address of one line."""
    form, streets = chance.choice(_STREETS)
    street = form.format(n=chance.randint(2, 240), w=chance.choice(streets.split()), a=chance.randint(1, 40))
    text = street if chance.random() < 0.3 else f"{street}, {chance.choice(_CITIES)}"
    phrases = (
        "address",
        "street address",
        "shipping address",
        "home address",
        "billing address",
        "postal address",
    )
    return Value("PostalAddress", text, (*phrases, "anschrift"))
