"""What is measured: `make bench` runs every module here that has a `bench`, and prints one table."""
