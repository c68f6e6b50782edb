"""A trend, drawn."""
