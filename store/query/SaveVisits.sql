INSERT INTO visits (source, started_at, ended_at, outcome, requests, bytes, found, fresh, claimed, missing, next_at, heard_to)
