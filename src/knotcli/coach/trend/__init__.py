"""Rated days → weekly means and the change between the first and the last weeks."""
