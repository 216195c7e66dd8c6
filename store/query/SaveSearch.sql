INSERT INTO searches (id, owner, name, query, created_at, revision, deleted)
