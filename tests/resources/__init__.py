"""Resources that are right, and resources that are wrong in one way each: data for several suites."""
