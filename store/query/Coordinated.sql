-- Texts that say the same and were labelled as made by machines, largest first: how many posts of how many authors
-- within what time, and one of them to look at.
SELECT
    toString(brand) AS of,
    count() AS n,
    uniqExact(if(author_hash = '', id, author_hash)) AS authors,
    toUnixTimestamp64Milli(min(published_at)) AS first,
    toUnixTimestamp64Milli(max(published_at)) AS last,
    argMin(id, (published_at, id)) AS example
FROM mentions FINAL
WHERE {{filter}} AND has(noise, 'bot')
GROUP BY of, if(cluster = 0, cityHash64(id), cluster)
ORDER BY n DESC, first, example
LIMIT {limit:UInt32}
