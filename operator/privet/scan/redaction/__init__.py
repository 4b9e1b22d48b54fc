"""Personal data taken out of a stream of text; what is clean leaves byte for byte as it came."""
