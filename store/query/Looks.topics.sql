-- Each topic by bucket: how many mentions name it, of how many people. A post whose time is not known as finely as the
-- buckets is left out, as in Counts.
SELECT
    intDiv(toUnixTimestamp64Milli(published_at) - {from:Int64}, {step:Int64}) AS bucket,
    toString(arrayJoin(arrayDistinct(topics))) AS topic,
    count() AS n,
    uniqExactIf(author_hash, author_hash != '') + countIf(author_hash = '') AS authors
FROM mentions FINAL
WHERE {{filter}}
    AND precision != 'none' AND (precision != 'day' OR {step:Int64} >= 86400000)
GROUP BY bucket, topic
ORDER BY bucket, topic
