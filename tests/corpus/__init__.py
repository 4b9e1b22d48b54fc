"""A labelled corpus of Kubernetes text, made from a seed: what detection is measured on.

The people are invented, the numbers computed. Nothing here imports the engine: check digits are worked out
from the standards a second time, so that a mistake in a recognizer cannot hide in its own corpus.
"""
