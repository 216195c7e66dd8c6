-- What was said in a window and collected only later: fetched within a span of time, and not known before it. The time of
-- fetching alone would not do, since a post that is looked at again is fetched again.
SELECT count() AS n, countIf(sentiment = 'negative') AS negative, countIf(sentiment = 'positive') AS positive
FROM mentions FINAL
WHERE {{filter}}
    AND fetched_at >= fromUnixTimestamp64Milli({fetched_from:Int64}, 'UTC') AND fetched_at < fromUnixTimestamp64Milli({fetched_to:Int64}, 'UTC')
    AND id GLOBAL IN (
        SELECT id FROM identities FINAL
        WHERE revision >= {revision:UInt64} AND id GLOBAL IN (
            SELECT id FROM mentions
            WHERE {{filter}}
                AND fetched_at >= fromUnixTimestamp64Milli({fetched_from:Int64}, 'UTC')
                AND fetched_at < fromUnixTimestamp64Milli({fetched_to:Int64}, 'UTC')
        )
    )
