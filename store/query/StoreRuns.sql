-- By shop and equal pieces of the window, the first 0; the window before is one piece, -1.
SELECT
    toString(brand) AS of,
    toString(store) AS shop,
    if(published_at < fromUnixTimestamp64Milli({start:Int64}, 'UTC'), -1,
        least(toInt64({pieces:Int64} - 1), intDiv((toUnixTimestamp64Milli(published_at) - {start:Int64}) * {pieces:Int64}, {length:Int64}))) AS piece,
    count() AS n,
    countIf(sentiment = 'negative') AS negative,
    countIf(complaint) AS complaints
FROM mentions FINAL
WHERE {{filter}}
GROUP BY of, shop, piece
HAVING shop != ''
ORDER BY of, shop, piece
