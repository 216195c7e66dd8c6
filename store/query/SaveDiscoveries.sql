INSERT INTO discoveries (id, kind, brand, label, words, sentence, posts, n, before, score, negative, first_at, last_at, found_at)
