"""Properties of keys take the time they take: on a busy machine, a deadline only fails the innocent."""

from hypothesis import settings

settings.register_profile("unhurried", settings(), deadline=None)
settings.load_profile("unhurried")
