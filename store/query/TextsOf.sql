-- Title and text of posts as they are stored under a brand. When each was published is looked up first, because it is part of the
-- key: only their blocks are read.
SELECT id, title, text
FROM mentions FINAL
PREWHERE (brand, published_at, id) GLOBAL IN (
    SELECT {brand:String}, published_at, id FROM identities FINAL WHERE id IN {ids:Array(String)}
)
