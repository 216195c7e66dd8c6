-- Mentions of audit samples as they are understood now.
SELECT {{columns}}
FROM mentions FINAL
WHERE {{filter}}
    AND (id, brand) GLOBAL IN (SELECT post_id, brand FROM samples FINAL WHERE week >= {first:String} AND week <= {last:String})
