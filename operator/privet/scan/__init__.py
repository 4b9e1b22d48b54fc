"""Files in, reports out: the same engine and the same rules as the webhook, without a cluster."""
