"""Where rows come from: one interface for every kind of data, and the kinds that there are."""
