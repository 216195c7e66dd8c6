SELECT {{columns}}
FROM mentions FINAL
WHERE brand = {brand:String} AND id = {id:String}
    AND published_at IN (SELECT published_at FROM identities FINAL WHERE id = {id:String})
LIMIT 1
