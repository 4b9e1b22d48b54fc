"""The lines of a text."""

Line = tuple[int, int]
"""Where a line begins, and where it ends, without its sign."""


def line_start(data: bytes, place: int) -> int:
    """Give where the line of a place begins."""
    return data.rfind(b"\n", 0, place) + 1


def line_end(data: bytes, place: int) -> int:
    """Give where the line of a place ends, without its sign."""
    end = data.find(b"\n", place)
    return len(data) if end < 0 else end


def line_at(data: bytes, place: int) -> Line:
    """Give the line that a place stands on."""
    # Both of the above at once: this is asked for every word of context.
    end = data.find(b"\n", place)
    return data.rfind(b"\n", 0, place) + 1, len(data) if end < 0 else end
