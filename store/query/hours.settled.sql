-- As hours, from the tallies where they hold and from the mentions of the hours where they do not.
SELECT source, whole_day, at AS hour, sum(n) AS n
FROM (
    SELECT
        toString(element) AS source, endsWith(dimension, '-day') AS whole_day, intDiv(toUnixTimestamp(tallies.hour), 3600) AS at, toUInt64(tallies.n) AS n
    FROM tallies FINAL
    WHERE dimension IN {dimensions:Array(String)} AND brand = {brand:String} AND tallies.n > 0
        AND (empty({sources:Array(String)}) OR element IN {sources:Array(String)})
        AND tallies.hour >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND tallies.hour < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
        AND tallies.hour NOT IN (SELECT toDateTime(arrayJoin({loose:Array(Int64)}), 'UTC'))
    UNION ALL
    SELECT toString(source), precision = 'day', intDiv(toUnixTimestamp64Milli(published_at), 3600000), uniqExact(id)
    FROM mentions FINAL
    WHERE (empty({brands:Array(String)}) OR brand IN {brands:Array(String)})
        AND (empty({sources:Array(String)}) OR source IN {sources:Array(String)})
        AND published_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND published_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
        AND precision != 'none' AND {{loose}}
    GROUP BY 1, 2, 3
)
GROUP BY source, whole_day, hour
