-- Every look at the counts of one post, oldest first.
SELECT post_id, at, source, likes, replies, shares, views, approx
FROM observations FINAL
WHERE post_id = {id:String}
ORDER BY at
