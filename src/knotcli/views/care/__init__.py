"""The course over weeks, and what may keep a knot coming back."""
