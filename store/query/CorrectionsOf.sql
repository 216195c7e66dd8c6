-- Corrections one person made of some mentions, as they were made.
SELECT id, at, post_id, brand, name, batch, undoes, body
FROM corrections FINAL
WHERE post_id IN {posts:Array(String)} AND name = {name:String}
ORDER BY at, id
