"""The question is read from the recipe's docstring, and there always is one."""

from report.made_results import made_result

from dlfund.report.question import question_of

ABOUT = """Will it rain?

Question  From pressure and wind: does a network
          predict better?
Run       make recipe NAME=rain

Some more words,
over two lines.
"""


def test_title_question_fields_and_text():
    question = question_of(made_result(about=ABOUT))
    assert question.title == "Will it rain?"
    assert question.asks == "From pressure and wind: does a network predict better?"
    assert question.fields == {"Run": "make recipe NAME=rain"}
    assert question.text == "Some more words, over two lines."


def test_without_a_docstring_it_asks_the_obvious():
    assert question_of(made_result(about="")).title == "What predicts passed best?"
