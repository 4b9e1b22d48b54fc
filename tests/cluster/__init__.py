"""A real one-node Kubernetes for tests and demos: no container engine, no downloads but packages."""
