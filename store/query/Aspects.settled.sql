-- As Aspects, from the tallies where they hold and from the mentions of the hours where they do not.
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
            arrayJoin(arrayMap(a -> (toString(a), multiIf(
                arrayExists((s, n) -> n = a AND s = 'negative', `aspects.sentiment`, `aspects.name`), 'negative',
                arrayExists((s, n) -> n = a AND s = 'positive', `aspects.sentiment`, `aspects.name`), 'positive', 'neutral')), arrayDistinct(`aspects.name`))) AS piece,
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
