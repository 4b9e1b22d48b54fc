"""Provisioning keys: what they contain, when they are replaced and by what. Pure: values in, values out.

`rotation.decide` says what to do next with one key, `signing.decide_ring` with the keys that sign;
`files.Mint` makes the content of a key's Secret from the root and from what status records.
"""
