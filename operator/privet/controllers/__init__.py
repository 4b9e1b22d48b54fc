"""The controller: watches resources through kopf, decides with `policy` and `keys`, writes what they say."""
