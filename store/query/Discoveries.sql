-- What was found, the best first. What people made of it is not known here.
SELECT id, kind, brand, label, words, sentence, posts, n, before, score, negative, first_at, last_at
FROM discoveries FINAL
WHERE ({kind:String} = '' OR kind = {kind:String})
    AND (empty({brands:Array(String)}) OR brand IN {brands:Array(String)})
    AND last_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
ORDER BY score DESC, id
LIMIT {limit:UInt32}
