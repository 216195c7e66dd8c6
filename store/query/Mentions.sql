-- A page in the order people read: newest first. The cursor is the key of the last row shown. Which rows those are is found
-- out first, from few columns; only they are read whole.
SELECT {{columns}}
FROM mentions FINAL
PREWHERE (brand, published_at, id) GLOBAL IN (
    SELECT brand, published_at, id
    FROM mentions FINAL
    WHERE {{filter}}
        AND ({after_id:String} = '' OR (published_at, id, brand) < (fromUnixTimestamp64Milli({after_at:Int64}, 'UTC'), {after_id:String}, {after_brand:String}))
    ORDER BY published_at DESC, id DESC, brand DESC
    LIMIT {limit:UInt32}
)
ORDER BY published_at DESC, id DESC, brand DESC
LIMIT {limit:UInt32}
