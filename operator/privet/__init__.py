"""Privet makes leaking personal data hard by default on Kubernetes."""

__version__ = "0.1.0"
