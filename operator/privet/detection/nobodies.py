"""What stands in fields for names where there is no person: placeholders, states, things and companies."""

from collections.abc import Sequence

from privet.detection.keys import parts_of
from privet.detection.wordlists import words

# A name of nothing but these is none.
_PLACEHOLDERS = words(
    """string str text none null nil true false unknown undefined default test name names user username admin
    root system anonymous guest n/a na tbd todo optional required example sample placeholder redacted masked
    hidden private public value values type object array integer number bool boolean the a an this that your
    my our his her their and or not for from with is are was be to of in on at by it as if then else only
    all any each every no yes new old first last middle given family full display customer patient employee
    contact account card holder person people team service server client app application api web database
    set available provided specified applicable assigned known supplied missing found enter insert type please
    surname forename sn cn
    encrypted varies withheld changeme change-me read-only readonly deleted removed anonymized anonymised
    vacant your-value pflichtfeld obligatoire obligatorio opcional facultatif
    default-user nobody kubernetes cluster namespace pod node deployment dashboard"""
)
# A name with one of these is that of a thing, a state, an office or a company.
_THINGS = words(
    """enabled disabled enable disable active inactive pending production staging development sandbox prod
  true false null none undefined unknown default defaults required optional invalid missing empty
  failed failure error warning success ready running stopped
  team teams squad group groups department division office desk helpdesk support operations ops devops
  engineering platform infrastructure administrator administrators admin admins maintainers developers authors
  contributors
  user users account accounts customer customers
  service services server servers servicio servidor serveur dienst servico function functions lambda
  cluster node nodes pod pods namespace deployment database databases datenbank storage bucket queue topic
  gateway proxy balancer router network api apis app apps application applications anwendung aplicacion
  software system systems sistema systeme platforms cloud cloudwatch kubernetes docker linux
  windows github gitlab google amazon microsoft azure aws oracle redis postgres mysql kafka grafana
  prometheus terraform
  project projects projekt proyecto repository repo module package library plugin component widget
  dashboard portal website site form column template schema format string integer boolean
  config configuration settings option options parameter version release build pipeline workflow task
  event events message messages notification alert monitor monitoring metrics logging backup scheduler
  controller operator manager agent bot bots automation worker provider adapter connector client engine
  corporation corp incorporated inc company limited ltd llc llp plc gmbh ohg kgaa sarl sas srl spa spzoo
  holding holdings foundation association institute university universitat hospital clinic klinik bank
  industries enterprises solutions technologies consulting partners verein stiftung gesellschaft
  engineer engineers developer designer architect analyst consultant specialist recruiter
  cliente client kunde kunden mustermann
  data american european african asian logistics resources marketing sales corporate produccion produzione
  produktion"""
)
# Forms of companies that are also syllables of names: where the rest is not in capitals, too.
_LEGAL_FORMS = words("AG SA SE KG BV NV AB AS OY SL AE OU UG PTY PTE KK")

# What a full name may belong to and is no person.
_OWNERS = words(
    """service services product app apps application project repo repository cluster namespace node pod host
    server image container chart package module class method function field column table file folder path
    bucket queue topic database db schema resource group team org organization organisation company business
    vendor tenant store shop brand event job task workflow pipeline branch tag release version device model
    plugin extension metric role policy account api component feature city country state region
    language currency course book movie domain site page network volume disk zone stack template type"""
)

# What small letters say with one of these is a sentence, as `must not be blank`.
_VERBS = words("must should shall can cannot is are was were be been has have had does do not required")


def is_somebody(name: str) -> bool:
    """Tell whether a name is a person's also where things have some: of several words, all its own."""
    spelled = [part.strip(".,") for part in name.split()]
    known = [part for part in spelled if part[:1].isupper() or not part.isascii()]
    return (
        len(known) > 1
        and not any(part.lower() in _PLACEHOLDERS for part in known)
        and not is_filler(name)
        and not is_nobody(name)
    )


def is_nobody(name: str) -> bool:
    """Tell whether what stands in a field for names is no person."""
    spelled = name.split()
    if name.islower() and not _VERBS.isdisjoint(spelled):
        return True
    if all(part.strip(".,").lower() in _PLACEHOLDERS for part in spelled):
        return True
    # `PlatformTeam` is of two words, `McCloud` is not.
    joined = [part for one in spelled if not one.startswith("Mc") for part in parts_of(one.encode())]
    if any(part.strip(".,").lower() in _THINGS for part in (*spelled, *joined)):
        return True
    last = spelled[-1].strip(".,")
    rest = "".join(spelled[:-1])
    return last in _LEGAL_FORMS and bool(rest) and not rest.isupper()


def is_filler(name: str) -> bool:
    """Tell whether a name is one letter repeated, as in `XXXX-XXXX`; other scripts write names with one."""
    letters = {sign for sign in name.lower() if sign.isalpha()}
    return len(letters) <= 1 and name.isascii()


def owned_by_a_thing(before: Sequence[str]) -> bool:
    """Tell from the words of a key before `full name` whether it is a thing's: `service`, `repo`."""
    return bool(before) and before[-1] in _OWNERS
