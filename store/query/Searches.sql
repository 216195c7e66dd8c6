-- Kept searches; an empty owner or id means any.
SELECT id, owner, name, query, created_at
FROM searches FINAL
WHERE ({owner:String} = '' OR owner = {owner:String}) AND ({id:String} = '' OR id = {id:String})
ORDER BY created_at DESC, id
LIMIT {limit:UInt32}
