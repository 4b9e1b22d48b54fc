"""The demo: a story told on a running cluster, every step of it checked."""
