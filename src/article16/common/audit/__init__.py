"""Who did what, when and why: rows that only grow, chained so that a change, a gap or a cut end shows."""
