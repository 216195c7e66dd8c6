INSERT INTO corrections (id, at, post_id, brand, name, batch, undoes, body)
