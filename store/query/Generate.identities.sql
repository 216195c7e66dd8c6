-- What is remembered of the posts of Generate, so that one of them can be opened.
INSERT INTO identities (id, published_at, brands, revision)
SELECT id, published_at, [brand], revision
FROM mentions
WHERE revision >= {low:UInt64} AND revision < {high:UInt64}
    AND published_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND published_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
SETTINGS max_insert_threads = 2
