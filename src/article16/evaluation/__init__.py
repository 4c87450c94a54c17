"""What the numbers say: from values to frozen results, without Django, network or clock."""
