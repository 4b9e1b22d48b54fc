"""How the models judge a plain object."""

from __future__ import annotations

from collections.abc import Mapping

from privet.api.v1alpha1 import KINDS, Resource
from privet.errors import InvalidResourceError
from tests.resources.cases import Object

_MODELS: Mapping[str, type[Resource]] = {model.__name__: model for model in KINDS}


def read(obj: Object) -> Resource:
    """Read an object of any of our kinds."""
    return _MODELS[obj["kind"]].from_object(obj)


def refuses(obj: Object) -> bool:
    """Tell whether its model refuses an object."""
    try:
        read(obj)
    except InvalidResourceError:
        return True
    return False
