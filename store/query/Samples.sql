-- Audit samples of the weeks from one to another, each brand's in the order it is read.
SELECT week, brand, post_id, place, sentiment, probability, stratum, population, local, drawn_at
FROM samples FINAL
WHERE week >= {first:String} AND week <= {last:String}
    AND (empty({brands:Array(String)}) OR brand IN {brands:Array(String)})
ORDER BY week DESC, brand, place
LIMIT {limit:UInt32}
