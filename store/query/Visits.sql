-- Newest first; an empty source means all.
SELECT {{visit}}
FROM visits FINAL
WHERE ({source:String} = '' OR source = {source:String})
    AND started_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND started_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
ORDER BY started_at DESC, source
