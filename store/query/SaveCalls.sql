INSERT INTO calls (id, at, model, prompt, purpose, posts, answered, tokens_in, tokens_out, cost, millis, attempts, outcome)
