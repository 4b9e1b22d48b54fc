"""The built-in recognizers: one file for each kind of personal data."""

from collections.abc import Mapping, Sequence

from privet.detection.recognizer import Recognizer
from privet.detection.recognizers.ae_emirates_id import AE_EMIRATES_ID
from privet.detection.recognizers.ar_cuil import AR_CUIL
from privet.detection.recognizers.at_social_security import AT_SOCIAL_SECURITY
from privet.detection.recognizers.au_medicare import AU_MEDICARE
from privet.detection.recognizers.au_tfn import AU_TFN
from privet.detection.recognizers.be_national_number import BE_NATIONAL_NUMBER
from privet.detection.recognizers.bg_egn import BG_EGN
from privet.detection.recognizers.bic import BIC
from privet.detection.recognizers.birth_date import BIRTH_DATE
from privet.detection.recognizers.br_cnpj import BR_CNPJ
from privet.detection.recognizers.br_cpf import BR_CPF
from privet.detection.recognizers.ca_sin import CA_SIN
from privet.detection.recognizers.ch_ahv import CH_AHV
from privet.detection.recognizers.cl_rut import CL_RUT
from privet.detection.recognizers.cn_resident_id import CN_RESIDENT_ID
from privet.detection.recognizers.credit_card import CREDIT_CARD
from privet.detection.recognizers.cz_birth_number import CZ_BIRTH_NUMBER
from privet.detection.recognizers.database_url import DATABASE_URL
from privet.detection.recognizers.de_id_card import DE_ID_CARD
from privet.detection.recognizers.de_social_security import DE_SOCIAL_SECURITY
from privet.detection.recognizers.de_tax_id import DE_TAX_ID
from privet.detection.recognizers.dk_cpr import DK_CPR
from privet.detection.recognizers.driver_license import DRIVER_LICENSE
from privet.detection.recognizers.ee_personal_code import EE_PERSONAL_CODE
from privet.detection.recognizers.email_address import EMAIL_ADDRESS
from privet.detection.recognizers.es_nif import ES_NIF
from privet.detection.recognizers.fi_hetu import FI_HETU
from privet.detection.recognizers.fr_nir import FR_NIR
from privet.detection.recognizers.fr_tax_number import FR_TAX_NUMBER
from privet.detection.recognizers.gb_nhs_number import GB_NHS_NUMBER
from privet.detection.recognizers.gb_nino import GB_NINO
from privet.detection.recognizers.gb_utr import GB_UTR
from privet.detection.recognizers.gr_amka import GR_AMKA
from privet.detection.recognizers.hk_id import HK_ID
from privet.detection.recognizers.hr_oib import HR_OIB
from privet.detection.recognizers.hu_tax_id import HU_TAX_ID
from privet.detection.recognizers.iban import IBAN
from privet.detection.recognizers.id_nik import ID_NIK
from privet.detection.recognizers.ie_pps import IE_PPS
from privet.detection.recognizers.il_id_number import IL_ID_NUMBER
from privet.detection.recognizers.imei import IMEI
from privet.detection.recognizers.in_aadhaar import IN_AADHAAR
from privet.detection.recognizers.in_pan import IN_PAN
from privet.detection.recognizers.ip_v4_address import IP_V4_ADDRESS
from privet.detection.recognizers.ip_v6_address import IP_V6_ADDRESS
from privet.detection.recognizers.is_kennitala import IS_KENNITALA
from privet.detection.recognizers.it_fiscal_code import IT_FISCAL_CODE
from privet.detection.recognizers.jp_my_number import JP_MY_NUMBER
from privet.detection.recognizers.jwt_claims import JWT_CLAIMS
from privet.detection.recognizers.kr_rrn import KR_RRN
from privet.detection.recognizers.kz_iin import KZ_IIN
from privet.detection.recognizers.lt_personal_code import LT_PERSONAL_CODE
from privet.detection.recognizers.lv_personal_code import LV_PERSONAL_CODE
from privet.detection.recognizers.mac_address import MAC_ADDRESS
from privet.detection.recognizers.mx_curp import MX_CURP
from privet.detection.recognizers.mx_rfc import MX_RFC
from privet.detection.recognizers.my_nric import MY_NRIC
from privet.detection.recognizers.nl_bsn import NL_BSN
from privet.detection.recognizers.no_birth_number import NO_BIRTH_NUMBER
from privet.detection.recognizers.nz_ird import NZ_IRD
from privet.detection.recognizers.passport import PASSPORT
from privet.detection.recognizers.person_name import PERSON_NAME
from privet.detection.recognizers.phone_number import PHONE_NUMBER
from privet.detection.recognizers.pk_cnic import PK_CNIC
from privet.detection.recognizers.pl_pesel import PL_PESEL
from privet.detection.recognizers.postal_address import POSTAL_ADDRESS
from privet.detection.recognizers.pt_nif import PT_NIF
from privet.detection.recognizers.ro_cnp import RO_CNP
from privet.detection.recognizers.ru_inn import RU_INN
from privet.detection.recognizers.ru_snils import RU_SNILS
from privet.detection.recognizers.se_personal_number import SE_PERSONAL_NUMBER
from privet.detection.recognizers.sg_nric import SG_NRIC
from privet.detection.recognizers.si_emso import SI_EMSO
from privet.detection.recognizers.th_national_id import TH_NATIONAL_ID
from privet.detection.recognizers.tr_tckn import TR_TCKN
from privet.detection.recognizers.tw_national_id import TW_NATIONAL_ID
from privet.detection.recognizers.ua_tax_number import UA_TAX_NUMBER
from privet.detection.recognizers.url_credentials import URL_CREDENTIALS
from privet.detection.recognizers.us_ein import US_EIN
from privet.detection.recognizers.us_itin import US_ITIN
from privet.detection.recognizers.us_mbi import US_MBI
from privet.detection.recognizers.us_passport import US_PASSPORT
from privet.detection.recognizers.us_ssn import US_SSN
from privet.detection.recognizers.za_id import ZA_ID

__all__ = ["BUILT_IN", "Recognizer"]

_ALL: Sequence[Recognizer] = (
    AE_EMIRATES_ID,
    AR_CUIL,
    AT_SOCIAL_SECURITY,
    AU_MEDICARE,
    AU_TFN,
    BE_NATIONAL_NUMBER,
    BG_EGN,
    BIC,
    BIRTH_DATE,
    BR_CNPJ,
    BR_CPF,
    CA_SIN,
    CH_AHV,
    CL_RUT,
    CN_RESIDENT_ID,
    CREDIT_CARD,
    CZ_BIRTH_NUMBER,
    DATABASE_URL,
    DE_ID_CARD,
    DE_SOCIAL_SECURITY,
    DE_TAX_ID,
    DK_CPR,
    DRIVER_LICENSE,
    EE_PERSONAL_CODE,
    EMAIL_ADDRESS,
    ES_NIF,
    FI_HETU,
    FR_NIR,
    FR_TAX_NUMBER,
    GB_NHS_NUMBER,
    GB_NINO,
    GB_UTR,
    GR_AMKA,
    HK_ID,
    HR_OIB,
    HU_TAX_ID,
    IBAN,
    ID_NIK,
    IE_PPS,
    IL_ID_NUMBER,
    IMEI,
    IN_AADHAAR,
    IN_PAN,
    IP_V4_ADDRESS,
    IP_V6_ADDRESS,
    IS_KENNITALA,
    IT_FISCAL_CODE,
    JP_MY_NUMBER,
    JWT_CLAIMS,
    KR_RRN,
    KZ_IIN,
    LT_PERSONAL_CODE,
    LV_PERSONAL_CODE,
    MAC_ADDRESS,
    MX_CURP,
    MX_RFC,
    MY_NRIC,
    NL_BSN,
    NO_BIRTH_NUMBER,
    NZ_IRD,
    PASSPORT,
    PERSON_NAME,
    PHONE_NUMBER,
    PK_CNIC,
    PL_PESEL,
    POSTAL_ADDRESS,
    PT_NIF,
    RO_CNP,
    RU_INN,
    RU_SNILS,
    SE_PERSONAL_NUMBER,
    SG_NRIC,
    SI_EMSO,
    TH_NATIONAL_ID,
    TR_TCKN,
    TW_NATIONAL_ID,
    UA_TAX_NUMBER,
    URL_CREDENTIALS,
    US_EIN,
    US_ITIN,
    US_MBI,
    US_PASSPORT,
    US_SSN,
    ZA_ID,
)

BUILT_IN: Mapping[str, Recognizer] = {recognizer.entity: recognizer for recognizer in _ALL}
"""By entity; each works by itself, so that none ever eats another's text."""
