"""Which facts warn: the rules over what every room writes, asked again of the raw rows whoever wrote them."""
