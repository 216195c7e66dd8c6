-- How many posts lie in each cluster of near-equal texts.
SELECT cluster, uniqExact(id), uniqExact(if(author_hash = '', id, author_hash)), min(published_at), max(published_at)
FROM mentions FINAL
WHERE cluster IN {clusters:Array(UInt64)}
GROUP BY cluster
