-- What the visits of each source cost and brought since a moment, and how many posts its site last claimed to have.
SELECT
    source,
    sumIf(requests, started_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')) AS asked,
    sumIf(bytes, started_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')) AS received,
    countIf(started_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')) AS visited,
    if(countIf(claimed >= 0) > 0, argMaxIf(claimed, started_at, claimed >= 0), -1) AS claims
FROM visits FINAL
WHERE (empty({sources:Array(String)}) OR source IN {sources:Array(String)})
GROUP BY source
