"""What a user asks for: a recipe's run, a comparison on a user's table, predictions, walkthroughs, exports."""
