"""The name that was probably meant."""

from dlfund.core.nearest_name import nearest_name


def test_a_name_with_two_letters_exchanged_finds_its_own():
    assert nearest_name("roc_acu", ["accuracy", "roc_auc", "brier"]) == " Did you mean roc_auc?"
    assert nearest_name("RANDOM_FORREST", ["ann", "random_forest"]) == " Did you mean random_forest?"


def test_nothing_is_guessed_where_no_name_is_alike():
    assert nearest_name("xyz", ["accuracy", "roc_auc"]) == ""
    assert nearest_name("", ["ann"]) == ""
    assert nearest_name("ann", []) == ""
