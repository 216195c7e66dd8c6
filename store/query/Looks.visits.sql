-- By source and bucket: whether a visit was made, and whether one went to the end. A visit that was sent back for a gap
-- says nothing of what is new.
SELECT
    source,
    intDiv(toUnixTimestamp64Milli(ended_at) - {from:Int64}, {step:Int64}) AS bucket,
    countIf(outcome IN ('ok', 'unchanged') AND since <= toDateTime64(0, 3) AND until <= toDateTime64(0, 3)) AS heard
FROM visits FINAL
WHERE ended_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND ended_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
GROUP BY source, bucket
ORDER BY bucket, source
