"""What the study needs of his way: told to the women's service's evaluators, or written as a package of his answers."""
