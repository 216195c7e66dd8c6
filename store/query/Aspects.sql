-- An aspect named twice in one mention counts once; negative wins over positive, positive over neutral.
SELECT
    name,
{{tally}}
FROM (
    SELECT
        toString(pair.1) AS name,
        multiIf(has(judgements, 'negative'), 'negative', has(judgements, 'positive'), 'positive', 'neutral') AS sentiment,
        complaint, now
    FROM (
        SELECT
            arrayJoin(arrayMap(name -> (name, arrayFilter((s, n) -> n = name, `aspects.sentiment`, `aspects.name`)), arrayDistinct(`aspects.name`))) AS pair,
            pair.2 AS judgements,
            complaint,
            published_at >= fromUnixTimestamp64Milli({start:Int64}, 'UTC') AS now
        FROM mentions FINAL
        WHERE {{filter}}
    )
)
GROUP BY name
ORDER BY n DESC, before DESC, name
LIMIT {limit:UInt32}
