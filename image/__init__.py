"""What the Containerfile runs while it builds; nothing of it is in the image."""
