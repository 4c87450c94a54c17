"""Reads of the study. What is sealed opens for an evaluator only."""
