-- Posts heard by source and hour, noise included: what a source brings is told by all it brings. Of a post whose site
-- told only the day, only the day counts; one without any time counts nowhere.
SELECT source, precision = 'day' AS whole_day, intDiv(toUnixTimestamp64Milli(published_at), 3600000) AS hour, uniqExact(id) AS n
FROM mentions FINAL
WHERE (empty({brands:Array(String)}) OR brand IN {brands:Array(String)})
    AND (empty({sources:Array(String)}) OR source IN {sources:Array(String)})
    AND published_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND published_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
    AND precision != 'none'
GROUP BY source, whole_day, hour
