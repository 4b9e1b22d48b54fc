"""Mailboxes that name no person: those of roles, lists and programs (RFC 2142), and logins of machines."""

from itertools import pairwise

from privet.detection.linear import compile_bytes
from privet.detection.wordlists import words

# RFC 2142, and what plainly is no person: whole local parts, and parts beside others of this list.
_ROLES = words(
    """info marketing sales support abuse noc security postmaster hostmaster usenet news webmaster www
    uucp ftp noreply donotreply mailer bounce bounces admin administrator root contact help helpdesk
    hello office team press jobs privacy legal billing notifications notification alerts alert devops
    ops sre git ssh hg svn daemon nobody cron ci bot jenkins prometheus alertmanager kubernetes
    letsencrypt acme enquiries feedback dpo hr gdpr dsgvo careers career orders order booking bookings
    reservations reservation accounts account accounting finance invoices invoice payroll payments
    payment procurement purchasing returns shipping logistics warehouse reception oncall pager
    pagerduty opsgenie engineering maintainers maintainer maintenance admins developers developer dev
    devs operations platform infrastructure infra compliance audit auditing incident incidents csirt
    cert psirt soc it itsupport newsletter subscribe unsubscribe subscriptions media pr events event
    training education community partners partner investors ir board management service services
    servicedesk customerservice customercare care complaints claims quality qa test testing tests
    releases release builds build deploy deployment deployments monitoring monitor status backup
    backups scheduler automation robot robots renovate dependabot github gitlab jira confluence mail
    mails email postbox inbox webshop shop store web website api app apps system systems sysadmin
    sysadmins secops netops dba dbas data analytics reports reporting report general everyone all
    staff kontakt bestellung bestellungen datenschutz rechnung rechnungen buchhaltung buchung
    bewerbung personal vertrieb verwaltung einkauf empfang zentrale sekretariat presse auskunft
    anfrage anfragen hilfe kundenservice kundendienst versand beschwerde impressum contacto ventas
    facturacion soporte ayuda pedidos reservas administracion compras clientes empleo prensa rrhh
    atencion contato vendas suporte contatto contatti vendite assistenza amministrazione ordini
    prenotazioni fatture direzione segreteria commande commandes facturation comptabilite reclamation
    recrutement accueil secretariat direction serviceclient klantenservice verkoop administratie
    bestellingen facturen vacatures biuro zamowienia sprzedaz kadry reklamacje pomoc obchod objednavky
    fakturace podpora asiakaspalvelu myynti kundtjanst faktura kundeservice salg ordre bokning
    certmanager certs certificates karriere faktury webapp sig wg dl list lists"""
)
# Words of which one is enough: no family has such a name.
_COLLECTIVE = words(
    """team teams bot bots oncall admins alerts alerting noreply donotreply helpdesk servicedesk ops
    devops sre notifications maintainers group groups robot daemon bounces postmaster webmaster
    hostmaster mailer support infra engineering developers newsletter"""
)
# What stands beside a role and says which: places, stages, things.
_WHICH = words(
    """no not do reply k8s kube cluster clusters prod production stage staging dev preprod test eu us uk
    de emea apac global internal external public customer customers user users client clients online
    digital cloud core backend frontend mobile database db network net storage search checkout cart
    payments identity iam auth login access account product products project projects business
    corporate corp company sales head cert manager gateway registry pipeline service services root
    super master main central hub first second level tier l1 l2 l3 on call and of the for to l"""
)
# Logins of programs and of images of systems.
_LOGINS = words(
    """ubuntu ec2-user centos debian fedora core opc azureuser vagrant pi cloud-user rocky almalinux
    admin adminuser postgres postgresql mysql mariadb redis mongodb mongo oracle rabbit rabbitmq
    celery kafka zookeeper elastic elasticsearch nginx apache tomcat www-data hadoop hdfs spark
    airflow jenkins runner deployer ansible puppet nagios zabbix grafana vault consul etcd rke k3s
    jboss wildfly websphere couchdb cassandra neo4j influxdb clickhouse systemd nobody"""
)
_NAMES_TOO = frozenset(("bot", "bots", "group", "robot", "engineering"))
"""Behind a dot, as names are parted, even these say less."""
_DIGITS = "0123456789"

_SHORTEST_DRAWN, _LEAST_CHANGES = 12, 3
"""Signs of what was drawn, at least, and how often digits and letters follow each other in it."""
_HEXADECIMAL = frozenset("0123456789abcdef")
_WITHOUT_JOINTS = str.maketrans("", "", "-._")

_LIST_DOMAINS = (".googlegroups.com", ".groups.io", ".apache.org", ".vger.kernel.org", ".freelists.org")
_LIST_LABELS = frozenset(("list", "lists", "listserv", "mailman", "groups"))
# `ip-10-0-0-1.ec2.internal`, `node-3.internal`: hosts, by the names that clouds give them.
_HOST = compile_bytes(
    r"^(?:ip-[0-9]+-[0-9]+-[0-9]+-[0-9]+\.|ec2-[0-9]+-[0-9]+-|.*\.compute\.(?:amazonaws\.com|internal)$)"
)


def is_role(local: str) -> bool:
    """Tell whether the local part of a mailbox, in small letters, is that of a role or a program.

    A role is also a word among several, as in `platform-team`, where the others only say which. A weak one
    beside what may be a name is none: `anna.service` may be called so.
    """
    local = local.partition("+")[0]
    if local in _LOGINS:
        return True
    parts = [part.rstrip(_DIGITS) for part in local.replace("_", "-").replace(".", "-").split("-")]
    parts = [part for part in parts if part]
    if not parts:
        return False
    roles = [part for part in parts if part in _ROLES or part in _COLLECTIVE or _is_joined(part)]
    if len(roles) == len(parts):
        return True
    if not roles:
        return "".join(parts) in _ROLES
    enough = _COLLECTIVE - _NAMES_TOO if "." in local else _COLLECTIVE
    return any(part in enough or _is_joined(part) for part in roles) or all(
        part in _WHICH for part in parts if part not in roles
    )


def _is_joined(part: str) -> bool:
    """Tell of `securityteam` that it is one."""
    return part.endswith("team") and part[:-4] in (_ROLES | _WHICH)


def is_made_up(local: str) -> bool:
    """Tell whether a program drew the local part, as for a queue or a message: hexadecimal and long.

    A number alone is a customer of some providers.
    """
    signs = local.translate(_WITHOUT_JOINTS)
    if len(signs) < _SHORTEST_DRAWN or not _HEXADECIMAL.issuperset(signs):
        return False
    kinds = [sign.isdigit() for sign in signs]
    return sum(one is not other for one, other in pairwise(kinds)) >= _LEAST_CHANGES


def is_list(domain: str) -> bool:
    """Tell whether a domain is one of mailing lists."""
    labels = domain.split(".")
    return f".{domain}".endswith(_LIST_DOMAINS) or not _LIST_LABELS.isdisjoint(labels[:-2])


def is_host(domain: str) -> bool:
    """Tell whether a domain is the name that a cloud gave to a machine."""
    return _HOST.search(domain.encode()) is not None
