-- Mentions of one series by bucket, without noise; an author counts once in a bucket, a post without author as one.
SELECT
    intDiv(toUnixTimestamp64Milli(published_at) - {from:Int64}, {step:Int64}) AS bucket,
    count() AS n,
    uniqExactIf(author_hash, author_hash != '') + countIf(author_hash = '') AS authors
FROM mentions FINAL
WHERE {{filter}}
GROUP BY bucket
