-- The time is looked up first (a scalar, so that a cluster asks once), because it is part of the key.
SELECT {{columns}}
FROM mentions FINAL
WHERE brand = {brand:String} AND id = {id:String}
    AND published_at = (SELECT max(published_at) FROM identities FINAL WHERE id = {id:String})
LIMIT 1
