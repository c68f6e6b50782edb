"""Settings as they stand, and a try of the voice."""
