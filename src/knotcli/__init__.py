"""knot: a timer and diary for gentle self-care of tense muscles, with the questions to ask first."""

__version__ = "0.2.0"
