"""The flows: one module for each thing a person can be in the middle of."""
