"""Every kind of sound table."""

from comparison.checks import sound_structures, sound_tables

KINDS = sound_tables.KINDS | {make.__name__: make for make in sound_structures.STRUCTURES}
