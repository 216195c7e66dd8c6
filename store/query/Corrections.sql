-- Corrections of one mention or of one batch, as they were made; empty means any.
SELECT id, at, post_id, brand, name, batch, undoes, body
FROM corrections FINAL
WHERE ({post:String} = '' OR post_id = {post:String} AND brand = {brand:String}) AND ({batch:String} = '' OR batch = {batch:String})
ORDER BY at, id
LIMIT {limit:UInt32}
