"""`$(VAR)` in environment values, commands and arguments, as the kubelet expands it.

The kubelet (third_party/forked/golang/expansion) reads from left to right: `$$` is one `$` and is not looked
at again, `$(NAME)` is the value of NAME when it is defined and stays as written when it is not, any other
`$` stays. What comes out is not expanded again.
"""

from collections.abc import Callable

from privet.policy.allowance import Allowance

_OPERATOR, _OPENER, _CLOSER = "$", "(", ")"


def expand(text: str, value_of: Callable[[str], str | None], allowance: Allowance) -> str:
    """Expand every reference in a text; `value_of` gives None for what is not defined.

    Raises ExpansionTooLongError when the allowance is spent.
    """
    if _OPERATOR not in text:
        return text
    parts: list[str] = []
    place = 0
    while (operator := text.find(_OPERATOR, place)) >= 0 and operator + 1 < len(text):
        read, place_after = _read(text, operator + 1, value_of)
        allowance.expand(len(read))
        parts += (text[place:operator], read)
        place = place_after
    return "".join((*parts, text[place:]))


def _read(text: str, place: int, value_of: Callable[[str], str | None]) -> tuple[str, int]:
    """Read what follows an operator; give what it stands for and where to go on."""
    sign = text[place]
    if sign == _OPERATOR:
        return _OPERATOR, place + 1
    if sign != _OPENER:
        return _OPERATOR + sign, place + 1
    closer = text.find(_CLOSER, place + 1)
    if closer < 0:
        return _OPERATOR + _OPENER, place + 1
    name = text[place + 1 : closer]
    value = value_of(name)
    return (f"{_OPERATOR}{_OPENER}{name}{_CLOSER}" if value is None else value), closer + 1
