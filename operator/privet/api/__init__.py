"""What the user may write: models of the resources, and the CRDs that come from them."""
