"""As options, real students of mathematics in Portugal (Cortez, Silva, 2008), without and with their earlier grades."""

import numpy as np

from dlfund.data.archive import check_zip, csv_table, zip_member
from dlfund.data.download import option_files


def uci320(cache):
    """What was known before the first grade. Passed: a final grade G3 of at least 10 of 20."""
    return uci320_leak(cache, option="uci320").drop(columns=["G1", "G2"])


def uci320_leak(cache, option="uci320_leak"):
    """With G1 and G2, the grades of the two terms before: nearly the answer itself."""
    (archive,) = option_files(__file__, option, cache, check=check_zip)
    content = zip_member(zip_member(archive, "student.zip"), "student-mat.csv")
    students = csv_table(content, "student-mat.csv", ["G1", "G2", "G3"], separator=";")
    return students.assign(passed=np.where(students["G3"] >= 10, "yes", "no")).drop(columns="G3")
