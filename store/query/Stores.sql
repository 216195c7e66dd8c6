SELECT
    name,
{{tally}}
FROM (
    SELECT
        toString(store) AS name, sentiment, complaint,
        published_at >= fromUnixTimestamp64Milli({start:Int64}, 'UTC') AS now
    FROM mentions FINAL
    WHERE {{filter}}
)
WHERE name != ''
GROUP BY name
ORDER BY n DESC, before DESC, name
LIMIT {limit:UInt32}
