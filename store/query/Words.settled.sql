-- As Words, from the tallies where they hold and from the mentions of the hours where they do not.
SELECT
    name,
{{moved}}
FROM (
    SELECT
        toString(element) AS name,
        if(empty({mine:Array(String)}), hour >= fromUnixTimestamp64Milli({start:Int64}, 'UTC'), brand IN {mine:Array(String)}) AS now,
        tallies.n AS part, tallies.negative AS bad, tallies.positive AS good
    FROM tallies FINAL
    WHERE dimension IN ('', 'keyword') AND (dimension = '' OR element != '') AND tallies.n > 0 AND {{held}}
    UNION ALL
    SELECT name, now, count(), countIf(sentiment = 'negative'), countIf(sentiment = 'positive')
    FROM (
        SELECT
            arrayJoin(arrayDistinct(arrayConcat([''], keywords))) AS name, sentiment,
            if(empty({mine:Array(String)}), published_at >= fromUnixTimestamp64Milli({start:Int64}, 'UTC'), brand IN {mine:Array(String)}) AS now
        FROM mentions FINAL
        PREWHERE {{near}}
        WHERE {{filter}}
    )
    GROUP BY name, now
)
GROUP BY name
ORDER BY n DESC, before DESC, name
LIMIT {limit:UInt32}
