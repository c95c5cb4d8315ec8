"""Lines people might write, with what the screening is to make of them, and the figures on them."""
