INSERT INTO observations (post_id, at, source, likes, replies, shares, views, approx)
