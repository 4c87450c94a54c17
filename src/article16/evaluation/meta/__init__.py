"""Pooling programmes and studies: effects from counts, random effects, regression, sensitivity."""
