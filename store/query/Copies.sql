-- How many posts lie in each cluster of near-equal texts, of those published within a stretch of time.
SELECT cluster, uniqExact(id), uniqExact(if(author_hash = '', id, author_hash)), min(published_at), max(published_at)
FROM mentions FINAL
WHERE cluster IN {clusters:Array(UInt64)}
    AND published_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND published_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
GROUP BY cluster
