SELECT id, published_at, brands FROM identities FINAL WHERE id IN {ids:Array(String)}
