-- The same by what a mention may have several of.
SELECT facet, value, count() AS total, countIf(sentiment = 'negative') AS negative
FROM (
    SELECT
        sentiment,
        arrayJoin(arrayConcat(
            arrayMap(t -> ('topic', toString(t)), topics),
            arrayMap(a -> ('aspect', toString(a)), arrayDistinct(aspects.name)),
            arrayMap(l -> ('noise', toString(l)), noise))) AS pair,
        pair.1 AS facet, pair.2 AS value
    FROM mentions FINAL
    WHERE {{filter}}
)
GROUP BY facet, value
ORDER BY facet, total DESC, value
LIMIT {limit:UInt32} BY facet
