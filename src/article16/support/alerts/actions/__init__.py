"""Writes about warnings: taking in, the ladder, what a person does, notices, and what the lead sets."""
