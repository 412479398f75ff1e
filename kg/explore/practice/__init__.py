"""What good councils did about something: passages of strength, ranked for a question.

question   the words of a question, what else they are called, and the themes they belong to
standing   how good each council was, by area, when each document was written
passages   the passages of the full-text index that have words of the question
ranking    how well a passage answers, and all weights
repeats    passages that say the same of one council, as one
practice   the way from the question to the answer
shown      the answer as a table and as text
"""
