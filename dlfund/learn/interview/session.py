"""A session of `dlfund drill`: question, answer, and after a wrong answer the solution.

It reads a line at a time and prints plain text, so it works in a terminal and in a pipe; where the lines end, it ends.
"""

from __future__ import annotations

import random
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dlfund.core.errors import UserError
from dlfund.learn.interview.answer import readings
from dlfund.learn.interview.evidence import measured
from dlfund.learn.interview.exercise import Exercise, answer_text, draw
from dlfund.learn.interview.progress import Progress
from dlfund.learn.interview.question import InterviewQuestion
from dlfund.learn.interview.topics import TOPICS

HELP = "? for a hint, s to skip, q to quit."


class Quit(Exception):  # noqa: N818 - no error: the reader wants to stop
    """q was typed."""


@dataclass
class Session:
    """One round of questions.

    Args:
        read: function of a prompt -> the line that was typed; EOFError where there is no more.
        progress: Progress. Every answer is kept there at once.
        seed: str. Decides numbers and the order of the two answers.
        width: int. Of a line.
        by_trace: bool. Grade numbers with dlfund's trace and real layers instead of the formula.
        think: bool. Wait for an answer in the reader's own words before two answers are shown: recalling teaches
            more than recognising. Not used with a pipe.
    """

    read: Callable[[str], str]
    progress: Progress
    seed: str
    width: int = 80
    by_trace: bool = False
    think: bool = False
    right: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def run(self, questions: Sequence[InterviewQuestion]) -> None:
        """Ask all questions; EOFError and KeyboardInterrupt are left to the caller."""
        try:
            for number, question in enumerate(questions, start=1):
                print(f"{number}/{len(questions)}  {TOPICS[question.topic]}  [{question.name}]")
                self._ask(question)
                print()
        except Quit:
            pass

    def summary(self) -> str:
        asked = len(self.right) + len(self.missed)
        if not asked:
            return "Nothing was answered, so nothing was written."
        missed = f" Missed, and asked first next time: {', '.join(self.missed)}." if self.missed else ""
        return f"{len(self.right)} of {asked} right.{missed}\nProgress is kept in {self.progress.path}."

    def _ask(self, question: InterviewQuestion) -> None:
        is_right = self._number(question) if question.is_drill else self._choice(question)
        if is_right is None:
            print("Skipped.")
            return
        (self.right if is_right else self.missed).append(question.name)
        self.progress.record(question.name, is_right)

    def _number(self, question: InterviewQuestion) -> bool | None:
        exercise, trace = draw(question.function, self.seed), ""
        if self.by_trace:
            answer, trace = measured(question, exercise)
            exercise = replace(exercise, answer=answer)
        self._say(exercise.text)

        def understood(line: str) -> list:
            return readings(line, exercise.answer)

        given = self._listen(understood, exercise.hint)
        if given is None:
            return None
        if any(exercise.is_right(reading) for reading in given):
            self._say(f"Right: {answer_text(exercise.answer)}.{self._note(exercise, given)}")
            self._go_on(question)
            return True
        self._show_the_way(question, exercise, given, trace)
        return False

    def _show_the_way(self, question: InterviewQuestion, exercise: Exercise, given: list, trace: str) -> None:
        mistake = next((explanation for reading in given if (explanation := exercise.mistake(reading))), "")
        self._say(f"Not right{': ' + mistake if mistake else ''}. The solution:")
        print("\n".join(f"    {line}" for line in exercise.worked))
        self._say(question.longer)
        if trace:
            print(f"\nThe same in dlfund's trace:\n\n{textwrap.indent(trace, '    ')}")
        self._go_on(question)
        self._say(self._more(question))

    def _choice(self, question: InterviewQuestion) -> bool | None:
        self._say(question.text)
        cards = " and ".join(f"`dlfund explain {card}`" for card in question.cards[:2])
        hint = f"{cards} may help."
        if self.think and self._listen(str, hint, "In your own words, then Enter: ") is None:
            return None
        answers = [question.short, question.wrong]
        random.Random(f"{self.seed}/{question.name}").shuffle(answers)  # noqa: S311 - an order, no secret
        for letter, answer in zip("ab", answers, strict=True):
            self._say(answer, first=f"  {letter}  ", further="     ")

        def understood(line: str) -> str:
            letter = line.lower().strip("(). ")
            if letter not in ("a", "b"):
                raise UserError(f"Expected a or b. Received: {line!r}. Try again, or {HELP}")
            return letter

        given = self._listen(understood, hint)
        if given is None:
            return None
        is_right = answers["ab".index(given)] == question.short
        self._say("Right." if is_right else f"That is a common wrong answer. {question.why}")
        if not is_right:
            self._say(f"The answer: {question.short}")
        self._say(question.longer)
        self._go_on(question)
        self._say("" if is_right else self._more(question))
        return is_right

    def _listen(self, understood: Callable[[str], Any], hint: str, prompt: str = "> ") -> Any:
        """The answer; None if the question was skipped."""
        while True:
            line = self.read(prompt).strip()
            if line == "?":
                self._say(f"Hint: {hint}")
            elif line.lower() in ("s", "skip"):
                return None
            elif line.lower() in ("q", "quit", "exit"):
                raise Quit
            else:
                try:
                    return understood(line)
                except UserError as error:
                    self._say(str(error))

    def _note(self, exercise: Exercise, given: list) -> str:
        """What is special about an answer that is right in another framework."""
        note = next((note for reading in given if (note := exercise.note(reading))), "")
        return f" Yours is right too: {note}." if note else ""

    def _go_on(self, question: InterviewQuestion) -> None:
        self._say(" ".join(("An interviewer may go on:", *question.next_question)))

    def _more(self, question: InterviewQuestion) -> str:
        return f"See it measured: dlfund drill --check {question.name}"

    def _say(self, text: str, first: str = "", further: str = "") -> None:
        if text:
            print(textwrap.fill(text, self.width, initial_indent=first, subsequent_indent=further))
