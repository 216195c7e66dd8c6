SELECT
    name,
{{tally}}
FROM (
    SELECT
        toString(arrayJoin(arrayDistinct(topics))) AS name, sentiment, complaint,
        published_at >= fromUnixTimestamp64Milli({start:Int64}, 'UTC') AS now
    FROM mentions FINAL
    WHERE {{filter}}
)
GROUP BY name
ORDER BY n DESC, before DESC, name
LIMIT {limit:UInt32}
