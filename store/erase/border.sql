-- Of the month in which the border lies, what is older.
ALTER TABLE {{local "mentions"}} {{onCluster}} DELETE WHERE toYYYYMM(published_at) = {month:UInt32}
AND greatest(published_at, fetched_at) < fromUnixTimestamp64Milli({before:Int64}, 'UTC') SETTINGS mutations_sync = 2;
