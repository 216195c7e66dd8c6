-- Newest first; an empty source means all.
SELECT source, started_at, ended_at, outcome, requests, bytes, found, fresh, claimed, missing, next_at, heard_to
FROM visits FINAL
WHERE ({source:String} = '' OR source = {source:String})
    AND started_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND started_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
ORDER BY started_at DESC, source
