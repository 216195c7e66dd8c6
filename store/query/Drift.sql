-- What came in week by week: how it was judged, how surely, how long the texts are
-- (a normalised text equal to the original is not kept twice). Weeks count from the start.
WITH if(norm != '', lengthUTF8(norm), lengthUTF8(title) + lengthUTF8(text)) AS characters
SELECT toUInt32(intDiv(toUnixTimestamp64Milli(published_at) - {from:Int64}, 604800000)) AS week, sentiment,
    toUInt8(least(9, floor(probability * 10))) AS tenth,
    toUInt8(multiIf(characters < 10, 0, characters < 30, 1, characters < 100, 2, characters < 300, 3, 4)) AS band,
    count(), sum(probability), sum(characters)
FROM mentions FINAL
WHERE {{filter}}
GROUP BY week, sentiment, tenth, band
