"""YAML, read by libyaml: PyYAML's own reader takes ten times as long, and charts and definitions are long."""

from __future__ import annotations

from typing import Any

import yaml


def read_document(text: str) -> Any:  # noqa: ANN401  # whatever stands there
    """Read the only document."""
    return yaml.load(text, yaml.CSafeLoader)


def read_documents(text: str) -> list[Any]:
    """Read all documents that are not empty."""
    return [one for one in yaml.load_all(text, yaml.CSafeLoader) if one]
