-- How much of the talk is each brand's, and what its interval needs: squares over authors (y posts of this brand among m
-- of all). Over the window (piece -1) and over equal pieces of it. Σ m² / k over the k brands an author speaks of counts
-- each author once. Brands go by their place in `names`, authors by 64 bits of their hash.
SELECT
    toInt64(piece) AS piece,
    {names:Array(String)}[part.1] AS of,
    sum(toFloat64(part.2)) AS own,
    sum(toFloat64(part.3)) AS negative,
    sum(toFloat64(part.2) * part.2) AS own_squares,
    sum(toFloat64(part.2) * m) AS crossed,
    sum(toFloat64(m) * m / k) AS all_squares,
    sum(1 / k) AS authors
FROM (
    SELECT piece, who, groupArray((place, y, bad)) AS parts, sum(y) AS m, count() AS k
    FROM (
        SELECT arrayJoin([toInt8(-1), cut]) AS piece, who, place, sum(y) AS y, sum(bad) AS bad
        FROM (
            SELECT
                toInt8(least({pieces:Int64} - 1, intDiv((toUnixTimestamp64Milli(published_at) - {start:Int64}) * {pieces:Int64}, {length:Int64}))) AS cut,
                cityHash64(if(author_hash = '', id, author_hash)) AS who,
                toUInt16(indexOf({names:Array(String)}, brand)) AS place,
                count() AS y,
                countIf(sentiment = 'negative') AS bad
            FROM mentions FINAL
            WHERE {{filter}} AND brand IN {names:Array(String)}
            GROUP BY cut, who, place
        )
        GROUP BY piece, who, place
    )
    GROUP BY piece, who
)
ARRAY JOIN parts AS part
GROUP BY piece, of
ORDER BY piece, of
