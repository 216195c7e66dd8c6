-- As Aspects, from the tallies where they hold and from the mentions of the hours where they do not.
SELECT
    name,
{{broken}}
FROM (
    {{tallied}}
    UNION ALL
    SELECT toString(aspect) AS name, now, count(), countIf(feel = 'negative'), countIf(feel = 'neutral'), countIf(feel = 'positive'), countIf(complaint)
    FROM (
        SELECT
            arrayFilter((n, s) -> s = 'negative', `aspects.name`, `aspects.sentiment`) AS bad,
            arrayFilter((n, s) -> s = 'positive', `aspects.name`, `aspects.sentiment`) AS good,
            arrayJoin(arrayDistinct(`aspects.name`)) AS aspect,
            multiIf(has(bad, aspect), 'negative', has(good, aspect), 'positive', 'neutral') AS feel,
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
SETTINGS max_threads = 1 -- a page asks ten such questions at once
