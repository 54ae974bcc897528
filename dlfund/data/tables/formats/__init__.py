"""Tables in other files than text: workbooks, JSON lines, databases, Parquet and Feather."""
