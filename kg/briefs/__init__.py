"""A brief on one council in two to four pages: each sentence with the words that it rests on."""
