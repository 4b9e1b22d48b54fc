"""Encodings that text hides behind: what gives each away, and how it is undone.

Each layer yields what it decoded together with the way back to the bytes that it came from. None decides
whether there is something in it: the detector scans what comes out like any other text.
"""

from collections.abc import Sequence

from privet.detection.layers.characters import CHARACTER_LAYERS
from privet.detection.layers.decoded import CharacterPlaces, Decoded, Layer, Rewritten, replaced
from privet.detection.layers.headings import headings, under_headings
from privet.detection.layers.lines import BROKEN_LINES, NAMED_ELSEWHERE, SECRETS, SOFT_BREAKS
from privet.detection.layers.tables import TABLES
from privet.detection.layers.words import BASE64, BYTES, GZIP, HEX, ZLIB, decoded_text

__all__ = [
    "LAYERS", "CharacterPlaces", "Decoded", "Layer", "Rewritten", "decoded_text", "headings",
    "replaced", "under_headings",
]  # fmt: skip

LAYERS: Sequence[Layer] = (
    BASE64,
    GZIP,
    ZLIB,
    HEX,
    BYTES,
    *CHARACTER_LAYERS,
    BROKEN_LINES,
    *NAMED_ELSEWHERE,
    TABLES,
    SECRETS,
    SOFT_BREAKS,
)
"""In the order in which they are tried; what one yields goes through all of them again."""
