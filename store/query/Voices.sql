-- Who speaks: different people among the mentions that count (one without a name is one), how many texts of their own,
-- how many only repeat one of them (those labelled as copies do not count as mentions), and what looks made by machines.
SELECT
    countIf(empty(noise)) AS n,
    uniqExactIf(if(author_hash = '', id, author_hash), empty(noise)) AS authors,
    uniqExactIf(if(cluster = 0, cityHash64(id), cluster), empty(noise)) AS originals,
    countIf(hasAny(noise, ['copy', 'repost'])) AS copies,
    countIf(has(noise, 'bot')) AS suspects
FROM mentions FINAL
WHERE {{filter}}
