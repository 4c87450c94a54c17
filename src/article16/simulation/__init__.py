"""The course of made-up men and women, with stated truth: pure, seeded, no Django, no files, no clock."""
