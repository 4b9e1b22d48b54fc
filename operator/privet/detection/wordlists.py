"""Lists of words, written as text."""


def words(text: str) -> frozenset[str]:
    """Give the words of a text that is wrapped for readers."""
    return frozenset(text.split())
