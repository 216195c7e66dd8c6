-- As Sources, Stores and Brands, from the tallies where they hold and from the mentions of the hours where they do not.
SELECT
    name,
{{broken}}
FROM (
    {{tallied}}
    UNION ALL
    SELECT
        multiIf({by:String} = 'source', toString(source), {by:String} = 'store', toString(store), toString(brand)) AS name,
        published_at >= fromUnixTimestamp64Milli({start:Int64}, 'UTC') AS now,
        count(), countIf(sentiment = 'negative'), countIf(sentiment = 'neutral'), countIf(sentiment = 'positive'), countIf(complaint)
    FROM mentions FINAL
    PREWHERE {{near}}
    WHERE {{filter}}
    GROUP BY name, now
)
WHERE {by:String} NOT IN ('brand', 'store') OR name != ''
GROUP BY name
HAVING n > 0 OR before > 0
ORDER BY n DESC, before DESC, name
LIMIT {limit:UInt32}
SETTINGS max_threads = 1 -- a page asks ten such questions at once
