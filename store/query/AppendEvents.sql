INSERT INTO events (seq, at, subject, id, type, actor, data)
