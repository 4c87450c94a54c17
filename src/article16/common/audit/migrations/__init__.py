"""The steps that made the tables of the audit log."""
