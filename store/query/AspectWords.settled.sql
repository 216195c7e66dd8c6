-- As AspectWords of all aspects, from the tallies where they hold and from the mentions of the hours where they do not.
SELECT
    name, word,
    sum(part) AS n,
    sum(bad) AS negative,
    sum(good) AS positive
FROM (
    SELECT
        splitByChar('\x1F', toString(element))[1] AS name, splitByChar('\x1F', toString(element))[2] AS word,
        tallies.n AS part, tallies.negative AS bad, tallies.positive AS good
    FROM tallies FINAL
    WHERE dimension = 'opinion' AND tallies.n > 0 AND {{held}}
    UNION ALL
    SELECT pair.1 AS name, pair.2 AS word, count(), countIf(has(pair.3, 'negative')), countIf(has(pair.3, 'positive') AND NOT has(pair.3, 'negative'))
    FROM (
        SELECT
            arrayMap((a, o, s) -> (toString(a), o, toString(s)), `aspects.name`, `aspects.opinion`, `aspects.sentiment`) AS said,
            arrayJoin(arrayMap(x -> (x.1, x.2, arrayMap(y -> y.3, arrayFilter(y -> y.1 = x.1 AND y.2 = x.2, said))),
                arrayFilter((x, i) -> x.2 != '' AND arrayFirstIndex(y -> y.1 = x.1 AND y.2 = x.2, said) = i, said, arrayEnumerate(said)))) AS pair
        FROM mentions FINAL
        PREWHERE {{near}}
        WHERE {{filter}}
    )
    GROUP BY name, word
)
GROUP BY name, word
ORDER BY n DESC, name, word
LIMIT {limit:UInt32} BY name
