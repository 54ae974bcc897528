"""The table of every public loss: name in dlfund.losses -> its specimens."""

LOSSES = {}
