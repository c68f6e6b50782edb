"""What can be looked up: places, topics, and what stands behind an id."""
