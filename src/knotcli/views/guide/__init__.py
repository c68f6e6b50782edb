"""What can be looked up, as a person reads it: articles, places, explanations."""
