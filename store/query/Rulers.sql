SELECT
    intDiv(toUnixTimestamp64Milli(published_at) - {from:Int64}, {step:Int64}) AS bucket,
    analysis_version AS version,
    count() AS n
FROM mentions FINAL
WHERE published_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND published_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
    AND analysis_version != ''
GROUP BY bucket, version
ORDER BY bucket, n DESC, version
