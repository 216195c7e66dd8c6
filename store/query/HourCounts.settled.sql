-- As HourCounts, from the tallies where they hold and from the mentions of the hours where they do not. A column of the tallies
-- stands for a polarity, or for complaints.
SELECT toInt64(toUnixTimestamp(at)) AS hour, sum(part) AS n
FROM (
    SELECT
        tallies.hour AS at,
        toUInt64(multiIf({column:String} = 'negative', negative, {column:String} = 'neutral', neutral, {column:String} = 'positive', positive, {column:String} = 'complaints', complaints, n)) AS part
    FROM tallies FINAL
    WHERE {{settled}}
    UNION ALL
    SELECT toStartOfHour(published_at, 'UTC') AS at, count()
    FROM mentions FINAL
    PREWHERE {{near}}
    WHERE {{filter}}
    GROUP BY at
)
GROUP BY at
HAVING n > 0
ORDER BY at DESC
SETTINGS max_threads = 1 -- a page asks ten such questions at once
