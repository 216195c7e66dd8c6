-- Mentions of one series by bucket, without noise; an author counts once in a bucket, a post without author as one.
-- A post whose time is not known as finely as the buckets would pile up at midnight, or at the moment its file was
-- imported, and look like a burst: it is left out.
SELECT
    intDiv(toUnixTimestamp64Milli(published_at) - {from:Int64}, {step:Int64}) AS bucket,
    count() AS n,
    uniqExactIf(author_hash, author_hash != '') + countIf(author_hash = '') AS authors
FROM mentions FINAL
WHERE {{filter}}
    AND precision != 'none' AND (precision != 'day' OR {step:Int64} >= 86400000)
GROUP BY bucket
