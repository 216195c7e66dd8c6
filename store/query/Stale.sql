-- Posts understood by another version than this one, each once, oldest first from a cursor on.
SELECT {{columns}}
FROM mentions FINAL
WHERE analysis_version != {version:String}
    AND published_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND published_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
    AND ({after_id:String} = '' OR (published_at, id) > (fromUnixTimestamp64Milli({after_at:Int64}, 'UTC'), {after_id:String}))
ORDER BY published_at, id, brand
LIMIT 1 BY published_at, id
LIMIT {limit:UInt32}
