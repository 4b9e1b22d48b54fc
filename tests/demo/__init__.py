"""Brings a cluster and Privet up, and tells the story of `privet demo` on them."""
