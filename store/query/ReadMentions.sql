-- The mentions somebody has read a second time, so that both can be compared.
SELECT {{columns}}
FROM mentions FINAL
WHERE (id, brand) IN (
    SELECT post_id, brand FROM readings FINAL
    WHERE ({reader:String} = '' OR reader = {reader:String}) AND ({name:String} = '' OR name = {name:String})
        AND at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
)
LIMIT {limit:UInt32}
