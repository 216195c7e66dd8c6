-- Mentions of audit samples as they are understood now. When each was published is looked up first, because it is part of the key:
-- only their blocks are read.
SELECT {{columns}}
FROM mentions FINAL
WHERE {{filter}}
    AND (brand, published_at, id) GLOBAL IN (
        SELECT drawn.brand, known.published_at, drawn.post_id
        FROM (SELECT DISTINCT post_id, brand FROM samples FINAL WHERE week >= {first:String} AND week <= {last:String}) AS drawn
        GLOBAL INNER JOIN (
            SELECT id, published_at FROM identities FINAL
            WHERE id GLOBAL IN (SELECT post_id FROM samples FINAL WHERE week >= {first:String} AND week <= {last:String})
        ) AS known ON known.id = drawn.post_id)
