"""What is counted of messages, for those who ask: see engagement.measures."""

from engagement.measures import MEASURE_DEFINITIONS, Measure

__all__ = ["MEASURE_DEFINITIONS", "Measure"]
