"""The screening conversation: gather answers, judge, keep, show."""
