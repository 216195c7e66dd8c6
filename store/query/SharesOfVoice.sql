-- How much of the talk is each brand's, and what its interval needs: squares over authors (y posts of this brand among m
-- of all). Over the window (piece -1) and over equal pieces of it. Σ m² / k over the k brands an author speaks of counts
-- each author once.
SELECT
    piece,
    of,
    sum(y) AS own,
    sum(bad) AS negative,
    sum(y * y) AS own_squares,
    sum(y * m) AS crossed,
    sum(m * m / k) AS all_squares,
    sum(1 / k) AS authors
FROM (
    SELECT piece, who, of, y, bad,
        sum(y) OVER (PARTITION BY piece, who) AS m,
        count() OVER (PARTITION BY piece, who) AS k
    FROM (
        SELECT
            arrayJoin([-1, least(toInt64({pieces:Int64} - 1), intDiv((toUnixTimestamp64Milli(published_at) - {start:Int64}) * {pieces:Int64}, {length:Int64}))]) AS piece,
            sipHash128(if(author_hash = '', id, author_hash)) AS who,
            toString(brand) AS of,
            toFloat64(count()) AS y,
            toFloat64(countIf(sentiment = 'negative')) AS bad
        FROM mentions FINAL
        WHERE {{filter}} AND brand != ''
        GROUP BY piece, who, of
    )
)
GROUP BY piece, of
ORDER BY piece, of
