-- What was read out of posts, seen of them and quoted from them, each by its own day.
ALTER TABLE {{local "readings"}} {{onCluster}} DELETE WHERE at < fromUnixTimestamp64Milli({before:Int64}, 'UTC') SETTINGS mutations_sync = 2;
ALTER TABLE {{local "observations"}} {{onCluster}} DELETE WHERE at < fromUnixTimestamp64Milli({before:Int64}, 'UTC') SETTINGS mutations_sync = 2;
ALTER TABLE {{local "discoveries"}} {{onCluster}} DELETE WHERE found_at < fromUnixTimestamp64Milli({before:Int64}, 'UTC') SETTINGS mutations_sync = 2;
