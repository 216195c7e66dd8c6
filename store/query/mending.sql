-- The few visits that lost something, or were sent back for it, oldest first; an empty list of sources means all.
SELECT {{visit}}
FROM visits FINAL
WHERE (lost_to > toDateTime64(0, 3) OR since > toDateTime64(0, 3) OR until > toDateTime64(0, 3))
    AND (empty({sources:Array(String)}) OR source IN {sources:Array(String)})
ORDER BY source, started_at
