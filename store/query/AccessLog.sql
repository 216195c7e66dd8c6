-- Newest first; empty means any. The cursor is the key of the last line shown.
SELECT at, id, actor, token, action, object, detail, status, address
FROM access_log
WHERE at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
    AND ({actor:String} = '' OR actor = {actor:String})
    AND ({action:String} = '' OR action = {action:String})
    AND ({object:String} = '' OR positionCaseInsensitiveUTF8(object, {object:String}) > 0)
    AND (NOT {refused:Bool} OR status >= 400)
    AND ({after_id:String} = '' OR (at, id) < (fromUnixTimestamp64Milli({after_at:Int64}, 'UTC'), {after_id:String}))
ORDER BY at DESC, id DESC
LIMIT {limit:UInt32}
