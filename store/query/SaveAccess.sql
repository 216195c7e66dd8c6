INSERT INTO access_log (at, id, actor, token, action, object, detail, status, address)
