"""The site's table of contents: what stands under each door, in reading order.

A page is named by its path below docs/, or below the repository where it has no other place.
"""

from __future__ import annotations

LESSONS = (
    "learn/01_four_terms",
    "learn/02_perceptron",
    "learn/03_weights_and_bias",
    "learn/04_activation",
    "learn/05_forward_propagation",
    "learn/06_loss",
    "learn/07_backward_propagation",
    "learn/08_optimizers",
    "learn/09_layers",
    "learn/10_why_now",
)
TUTORIALS = (
    "build/01_first_layer",
    "build/02_loss_and_metric",
    "build/03_optimizer",
    "build/04_attention",
    "build/05_own_layer",
)
# the contents of a page: its caption in the side bar, and the pages below it
TREE: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "index": (
        (
            "Learn",
            ("learn/index", "reference/how_learning_works/index", "questions/index", "ai_ml_dl", "look_inside", "play"),
        ),
        ("Teach", ("teach/index",)),
        (
            "Compare",
            (
                "comparisons/index",
                "comparisons/ten_minutes",
                "comparisons/reading_the_page",
                "compare",
                "protocol",
                "tables",
                "checks",
                "eject",
                "tabular",
                "performance",
                "command_line",
            ),
        ),
        (
            "Build",
            (
                "build/index",
                *TUTORIALS,
                "reference/index",
                "components_checked",
                "other_defaults",
                "swap",
                "conformance",
                "programs",
                "components_speed",
            ),
        ),
        (
            "Contribute",
            ("contribute/index", "architecture", "CONTRIBUTING", "STYLE", "SECURITY", "CODE_OF_CONDUCT"),
        ),
        ("About", ("terms", "about/measured", "about/citation", "CHANGELOG", "datasets/index")),
    ),
    "learn/index": (("", LESSONS),),
    "teach/index": (("", ("teach/lesson_45", "teach/lesson_90", "teach/wrong_answers", "teach/sheets")),),
}
