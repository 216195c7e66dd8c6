INSERT INTO identities (id, published_at, brands, revision)
