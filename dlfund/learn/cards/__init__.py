"""The reference page and the cards in the terminal, both read from the concepts' own sources."""
