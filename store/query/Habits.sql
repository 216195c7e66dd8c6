-- How often people speak and complain: so many authors spoke 1, 2, 3–5, 6–10 or more times; a post without author is
-- an author of its own.
SELECT
    multiIf(n = 1, 1, n = 2, 2, n <= 5, 3, n <= 10, 6, 11) AS times,
    count() AS authors,
    sum(n) AS mentions,
    sum(bad) AS negative,
    countIf(complaints >= 2) AS again
FROM (
    SELECT cityHash64(if(author_hash = '', id, author_hash)) AS who, count() AS n, countIf(sentiment = 'negative') AS bad, countIf(complaint) AS complaints
    FROM mentions FINAL
    WHERE {{filter}}
    GROUP BY who
)
GROUP BY times
ORDER BY times
