-- What was read out of posts that are gone, seen of them, known of them and quoted from them.
ALTER TABLE {{local "readings"}} {{onCluster}} DELETE WHERE at < fromUnixTimestamp64Milli({before:Int64}, 'UTC')
AND post_id NOT IN (SELECT id FROM {{local "mentions"}}) SETTINGS mutations_sync = 2, allow_nondeterministic_mutations = 1;
ALTER TABLE {{local "corrections"}} {{onCluster}} DELETE WHERE at < fromUnixTimestamp64Milli({before:Int64}, 'UTC')
AND post_id NOT IN (SELECT id FROM {{local "mentions"}}) SETTINGS mutations_sync = 2, allow_nondeterministic_mutations = 1;
ALTER TABLE {{local "observations"}} {{onCluster}} DELETE WHERE at < fromUnixTimestamp64Milli({before:Int64}, 'UTC')
AND post_id NOT IN (SELECT id FROM {{local "mentions"}}) SETTINGS mutations_sync = 2, allow_nondeterministic_mutations = 1;
ALTER TABLE {{local "identities"}} {{onCluster}} DELETE WHERE revision < {taken:UInt64}
AND id NOT IN (SELECT id FROM {{local "mentions"}}) SETTINGS mutations_sync = 2, allow_nondeterministic_mutations = 1;
ALTER TABLE {{local "discoveries"}} {{onCluster}} DELETE WHERE found_at < fromUnixTimestamp64Milli({before:Int64}, 'UTC') SETTINGS mutations_sync = 2;
