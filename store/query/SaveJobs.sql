INSERT INTO jobs (id, kind, title, actor, state, done, total, unit, began, ended, problem, can_stop, spec, revision)
