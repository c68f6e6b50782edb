"""Routines as files: listed, shown, begun and checked."""
