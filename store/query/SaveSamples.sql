INSERT INTO samples (week, brand, post_id, place, sentiment, probability, stratum, population, local, drawn_at)
