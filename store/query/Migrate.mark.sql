INSERT INTO schema_versions (version, dirty, at, revision)
