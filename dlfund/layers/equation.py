"""The equation of an einsum with weights: which letter is which axis, and how long each is.

"btd,dhk->bthk"        input b t d        kernel d h k        output b t h k
"...d,dh->...h"        as many axes for "..." as the input has more than letters
"""

import re
import string
from typing import NamedTuple

from dlfund.core.counted import counted

TERMS = re.compile(r"([a-zA-Z]*(?:\.\.\.)?[a-zA-Z]*),([a-zA-Z]+)->([a-zA-Z]*(?:\.\.\.)?[a-zA-Z]*)")
MOST = 8  # axes that "..." can stand for


class Equation(NamedTuple):
    """The letters of an input, a kernel and an output; "..." is still in them, or already replaced by letters.

    Example:
        >>> terms = Equation.of("...d,dh->...h", "h").for_rank(3)
        >>> str(terms), terms.lengths((2, 5, 8), (4,))
        ('ABd,dh->ABh', {'A': 2, 'B': 5, 'd': 8, 'h': 4})
    """

    input: str
    kernel: str
    output: str
    dots: str = ""  # the letters that stand for "..."

    def __str__(self):
        return f"{self.input},{self.kernel}->{self.output}"

    @classmethod
    def of(cls, text, bias_axes):
        """The equation in a text, checked as far as no shape is needed."""
        match = TERMS.fullmatch(text.replace(" ", "")) if isinstance(text, str) else None
        terms = cls(*match.groups()) if match else cls("", "", "")
        both = [part.replace("...", "") for part in (terms.input, terms.output)]
        if not match or ("..." in terms.input) != ("..." in terms.output):
            raise ValueError(
                'Expected an equation "input,kernel->output" of letters, with "..." in input and output or in '
                f'neither. Received: equation={text!r}. A dense layer on the last axis is "...x,xy->...y".'
            )
        letters = [*both, terms.kernel]
        alone = {letter for letter in "".join(letters) if sum(letter in term for term in letters) == 1}
        if alone:
            raise ValueError(
                "Expected every letter in two terms: what the output does not have is summed over, what the input does "
                f"not have the kernel brings. Received: equation={text!r}, with {', '.join(sorted(alone))} in one."
            )
        if not set(bias_axes or "") <= set(both[1]):
            raise ValueError(
                f"Expected bias_axes among the output's axes, {both[1]}. Received: bias_axes={bias_axes!r}."
            )
        return terms

    def for_rank(self, rank):
        """With letters instead of "...", for an input of so many axes."""
        spare = rank - len(self.input.replace("...", ""))
        if not (0 <= spare <= MOST if "..." in self.input else spare == 0):
            raise ValueError(
                f"Expected an input with the axes {self.input}, as {self} says. Received: {counted(rank, 'axis')}."
            )
        unused = [letter for letter in string.ascii_uppercase if letter not in str(self)]
        axes = "".join(unused[:spare])
        return Equation(*(part.replace("...", axes) for part in (self.input, self.kernel, self.output)), dots=axes)

    def lengths(self, input_shape, output_shape):
        """{letter: length}, from the input's shape and the output's without the batch and the axes of "..."."""
        lengths = dict(zip(self.input, input_shape, strict=True))
        named = [letter for letter in self.output if letter not in (*self.dots, self.input[0])]
        if len(named) != len(output_shape):
            raise ValueError(
                f"Expected output_shape with a length, or None, for each of {', '.join(named)} in {self}. "
                f"Received: output_shape={output_shape}."
            )
        for letter, length in zip(named, output_shape, strict=True):
            there = lengths.get(letter)
            other = there is not None and length not in (None, there)
            if other or (letter in self.kernel and there is None and length is None):
                raise ValueError(
                    f"Expected the input's length for {letter}, or one for a new axis. Received: {length} in "
                    f"output_shape={output_shape}, and an input {input_shape}, in {self}."
                )
            lengths[letter] = length if there is None else there
        return lengths

    def bias_shape(self, bias_axes, lengths):
        """The bias's axes: the output's from its first one on, of length 1 where it has no numbers of its own."""
        first = min((self.output.index(letter) for letter in bias_axes or ""), default=len(self.output))
        return tuple(lengths[letter] if letter in bias_axes else 1 for letter in self.output[first:])
