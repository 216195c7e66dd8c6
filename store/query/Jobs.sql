-- Long pieces of work, those that began last first.
SELECT id, kind, title, actor, state, done, total, unit, began, ended, problem, can_stop, spec
FROM jobs FINAL
WHERE began >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND ({state:String} = '' OR state = {state:String})
ORDER BY began DESC, id
LIMIT {limit:UInt32}
