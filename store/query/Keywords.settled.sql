-- As Keywords, from the tallies where they hold and from the mentions of the hours where they do not.
SELECT
    name,
{{broken}}
FROM (
    {{tallied}}
    UNION ALL
    SELECT
        {{pieces}}
    FROM (
        SELECT
            toString(sentiment) AS feels,
            arrayJoin(arrayMap(k -> (k, feels), arrayDistinct(keywords))) AS piece,
            complaint, published_at >= fromUnixTimestamp64Milli({start:Int64}, 'UTC') AS now
        FROM mentions FINAL
        PREWHERE {{near}}
        WHERE {{filter}}
    )
    GROUP BY name, now
)
GROUP BY name
HAVING n > 0 OR before > 0
ORDER BY n DESC, before DESC, name
LIMIT {limit:UInt32}
