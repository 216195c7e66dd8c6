-- What was said in one thread: its root, and what answers it. A post about two brands is shown once, from the brand asked for
-- where there is one.
SELECT {{columns}}
FROM mentions FINAL
WHERE {{filter}} AND (external_id = {root:String} OR root_id = {root:String} OR parent_id = {root:String})
ORDER BY published_at, id, brand != {brand:String}, brand
LIMIT 1 BY id
LIMIT {limit:UInt32}
