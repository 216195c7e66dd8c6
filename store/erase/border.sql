-- Of a month in which the border lies, what is older: see Purge.months.
ALTER TABLE {{local "mentions"}} {{onCluster}} DELETE WHERE toYYYYMM(published_at) = {month:UInt32}
AND greatest(published_at, fetched_at) < fromUnixTimestamp64Milli({before:Int64}, 'UTC')
AND id IN (SELECT id FROM {{local "identities"}} FINAL WHERE revision < {taken:UInt64})
SETTINGS mutations_sync = 2, allow_nondeterministic_mutations = 1;
