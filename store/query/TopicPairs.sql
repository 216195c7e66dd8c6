-- How often two topics are spoken of in one mention; a pair stands once, in the order of the names.
SELECT
    pair.1 AS a, pair.2 AS b,
    count() AS n,
    countIf(negative) AS bad
FROM (
    SELECT
        arraySort(arrayDistinct(CAST(topics, 'Array(String)'))) AS names,
        arrayJoin(arrayFlatten(arrayMap((x, i) -> arrayMap(y -> (x, y), arraySlice(names, i + 1)), names, arrayEnumerate(names)))) AS pair,
        sentiment = 'negative' AS negative
    FROM mentions FINAL
    WHERE {{filter}}
        AND length(topics) > 1
)
GROUP BY a, b
ORDER BY n DESC, a, b
LIMIT {limit:UInt32}
