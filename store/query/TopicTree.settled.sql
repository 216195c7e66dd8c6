-- As TopicTree, from the tallies where they hold and from the mentions of the hours where they do not.
SELECT
    name,
{{moved}}
FROM (
    SELECT
        toString(element) AS name, hour >= fromUnixTimestamp64Milli({start:Int64}, 'UTC') AS now,
        tallies.n AS part, tallies.negative AS bad, tallies.positive AS good
    FROM tallies FINAL
    WHERE dimension IN ('', 'topic', 'topic-group') AND tallies.n > 0 AND {{held}}
    UNION ALL
    SELECT name, now, count(), countIf(sentiment = 'negative'), countIf(sentiment = 'positive')
    FROM (
        SELECT
            arrayJoin(arrayDistinct(arrayConcat([''], CAST(topics, 'Array(String)'),
                arrayMap(t -> substring(t, 1, position(t, '-')), arrayFilter(t -> position(t, '-') > 1, CAST(topics, 'Array(String)')))))) AS name,
            sentiment, published_at >= fromUnixTimestamp64Milli({start:Int64}, 'UTC') AS now
        FROM mentions FINAL
        PREWHERE {{near}}
        WHERE {{filter}}
    )
    GROUP BY name, now
)
GROUP BY name
ORDER BY n DESC, before DESC, name
LIMIT {limit:UInt32}
SETTINGS max_threads = 1 -- a page asks ten such questions at once
