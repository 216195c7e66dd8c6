-- What is left of posts on disk, all brands and versions; each statement ends when every part is rewritten. The row in
-- identities goes too: nothing says any more that the post was ever there.
ALTER TABLE {{local "mentions"}} {{onCluster}} DELETE WHERE id IN {ids:Array(String)} SETTINGS mutations_sync = 2;
ALTER TABLE {{local "readings"}} {{onCluster}} DELETE WHERE post_id IN {ids:Array(String)} SETTINGS mutations_sync = 2;
ALTER TABLE {{local "corrections"}} {{onCluster}} DELETE WHERE post_id IN {ids:Array(String)} SETTINGS mutations_sync = 2;
ALTER TABLE {{local "samples"}} {{onCluster}} DELETE WHERE post_id IN {ids:Array(String)} SETTINGS mutations_sync = 2;
ALTER TABLE {{local "observations"}} {{onCluster}} DELETE WHERE post_id IN {ids:Array(String)} SETTINGS mutations_sync = 2;
ALTER TABLE {{local "discoveries"}} {{onCluster}} UPDATE sentence = '', posts = arrayFilter(p -> p NOT IN {ids:Array(String)}, posts)
WHERE hasAny(posts, {ids:Array(String)}) SETTINGS mutations_sync = 2;
ALTER TABLE {{local "identities"}} {{onCluster}} DELETE WHERE id IN {ids:Array(String)} SETTINGS mutations_sync = 2;
