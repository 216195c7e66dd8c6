-- The words aspects are judged by, most said first, a few of each aspect. A mention counts once for a word of an aspect;
-- where it uses the word both ways, negative wins.
SELECT
    name, word,
    count() AS n,
    countIf(judgement = 'negative') AS negative,
    countIf(judgement = 'positive') AS positive
FROM (
    SELECT
        pair.1 AS name, pair.2 AS word,
        multiIf(has(pair.3, 'negative'), 'negative', has(pair.3, 'positive'), 'positive', 'neutral') AS judgement
    FROM (
        SELECT
            arrayMap((a, o, s) -> (toString(a), o, toString(s)), `aspects.name`, `aspects.opinion`, `aspects.sentiment`) AS said,
            arrayJoin(arrayMap(x -> (x.1, x.2, arrayMap(y -> y.3, arrayFilter(y -> y.1 = x.1 AND y.2 = x.2, said))),
                arrayFilter((x, i) -> x.2 != '' AND ({aspect:String} = '' OR x.1 = {aspect:String} OR endsWith({aspect:String}, '.') AND startsWith(x.1, {aspect:String}))
                    AND arrayFirstIndex(y -> y.1 = x.1 AND y.2 = x.2, said) = i, said, arrayEnumerate(said)))) AS pair
        FROM mentions FINAL
        WHERE {{filter}}
    )
)
GROUP BY name, word
ORDER BY n DESC, name, word
LIMIT {limit:UInt32} BY name
