"""What a prompt shows of a recipe."""

from dlfund.experiments import recipe_files


def test_three_lines_without_an_address_in_memory():
    shown = repr(recipe_files.load(recipe_files.find("student_pass_fail")))
    assert shown.splitlines() == [
        "Recipe on student_pass_fail: roc_auc, reference logistic_regression",
        "  repeated split, 5 folds × 3, 20 trials; other data: uci320, uci320_leak",
        "  majority_class, rule, logistic_regression, random_forest, gradient_boosting, perceptron, ann",
    ]
