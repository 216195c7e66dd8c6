source, started_at, ended_at, outcome, requests, bytes, found, fresh, claimed, missing, next_at, heard_to,
trouble, changed, observed, since, until, lost_from, lost_to
