"""Small files that tests read."""

from pathlib import Path

from dlfund.data.tables import read_table


def written(folder, content, name="rows.csv"):
    """The path of a file with this content."""
    path = Path(folder) / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read_text(folder, content, **how):
    return read_table(written(folder, content), **how)


def people(rows=40):
    """A table with a column for every role."""
    lines = ["id,age,stars,smokes,city,born,words,price,bought"]
    for row in range(rows):
        city = ("Bern", "Zürich", "Genf")[row % 3]
        lines.append(
            f"{1000 + 7 * row},{20.5 + row},{row % 5 + 1},{'yes' if row % 3 else 'no'},{city},"
            f"{row % 28 + 1:02}.{row % 12 + 1:02}.1990,number {row} said so again,{100 + 3 * row},"
            f"{'yes' if row % 2 else 'no'}"
        )
    return "\n".join(lines) + "\n"
