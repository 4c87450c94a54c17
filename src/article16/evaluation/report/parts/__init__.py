"""The chapters of a report, each a function from the desk to one part."""
