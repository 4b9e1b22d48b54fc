"""The image and the chart, as the tests and the demo build and install them."""
