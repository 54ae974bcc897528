"""What the four words mean, shown by the recipes' own numbers: docs/measured.json in, docs/ai_ml_dl.md out."""
