"""Who changes, and when: repeated scores and repeated yes/no answers."""
