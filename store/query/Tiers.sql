-- By how far authors are heard. One whose followers crossed a border counts on both sides of it; a post without author
-- is an author of its own. Authors are told apart by 64 bits of their hash: of a million, two are taken for one once in
-- thirty million times.
SELECT
    {{tier}} AS heard,
    uniqExactIf(cityHash64(author_hash), author_hash != '') + countIf(author_hash = '') AS authors,
    count() AS n,
    countIf(sentiment = 'negative') AS negative,
    countIf(complaint) AS complaints,
    countIf(has(noise, 'bot')) AS suspects,
    sum(greatest(likes, 0) + greatest(replies, 0) + greatest(shares, 0)) AS spread
FROM mentions FINAL
WHERE {{filter}}
GROUP BY heard
