-- A page of the list with near-equal texts folded: of each the newest that the filter means.
SELECT {{columns}}
FROM mentions FINAL
WHERE {{filter}}
    AND ({after_id:String} = '' OR (published_at, id, brand) < (fromUnixTimestamp64Milli({after_at:Int64}, 'UTC'), {after_id:String}, {after_brand:String}))
    AND (cluster = 0 OR (published_at, id, brand) IN (
        SELECT max((published_at, id, brand)) FROM mentions FINAL WHERE {{filter}} AND cluster != 0 GROUP BY cluster, brand))
ORDER BY published_at DESC, id DESC, brand DESC
LIMIT {limit:UInt32}
