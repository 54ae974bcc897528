"""What teaches: concept cards, interview questions and drills, AI and machine learning in measured numbers."""
