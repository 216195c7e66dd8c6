-- Some texts of each week, chosen by chance and always the same.
SELECT toUInt32(intDiv(toUnixTimestamp64Milli(published_at) - {from:Int64}, 604800000)) AS week, if(norm != '', norm, concatWithSeparator('\n', title, text))
FROM mentions FINAL
WHERE {{filter}} AND sipHash64(id) % {every:UInt64} = 0
LIMIT {limit:UInt32} BY week
