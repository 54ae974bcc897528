"""The ground floor: errors as sentences, files written whole, registration, what a task and a fold's outcome are."""
