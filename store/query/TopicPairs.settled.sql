-- As TopicPairs, from the tallies where they hold and from the mentions of the hours where they do not.
SELECT
    pair.1 AS a, pair.2 AS b,
    sum(part) AS n,
    sum(negative) AS bad
FROM (
    SELECT
        (splitByChar('\x1F', toString(element))[1], splitByChar('\x1F', toString(element))[2]) AS pair,
        tallies.n AS part, tallies.negative AS negative
    FROM tallies FINAL
    WHERE dimension = 'pair' AND tallies.n > 0 AND {{held}}
    UNION ALL
    SELECT pair, count(), countIf(feels = 'negative')
    FROM (
        SELECT
            arraySort(arrayDistinct(CAST(topics, 'Array(String)'))) AS names,
            arrayJoin(arrayFlatten(arrayMap((x, i) -> arrayMap(y -> (x, y), arraySlice(names, i + 1)), names, arrayEnumerate(names)))) AS pair,
            sentiment AS feels
        FROM mentions FINAL
        PREWHERE {{near}}
        WHERE {{filter}}
            AND length(topics) > 1
    )
    GROUP BY pair
)
GROUP BY a, b
ORDER BY n DESC, a, b
LIMIT {limit:UInt32}
