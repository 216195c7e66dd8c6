SELECT
    count() AS total,
    countIf(sentiment = 'negative') AS negative,
    countIf(sentiment = 'neutral') AS neutral,
    countIf(sentiment = 'positive') AS positive,
    countIf(complaint) AS complaints,
    uniqExactIf(author_hash, author_hash != '') + countIf(author_hash = '') AS authors
FROM mentions FINAL
WHERE {{filter}}
