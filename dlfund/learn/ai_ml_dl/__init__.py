"""What the four terms mean, shown with the recipes' own numbers: reads docs/measured.json, writes docs/ai_ml_dl.md."""
