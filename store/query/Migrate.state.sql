-- The newest migration, and whether it was cut off.
SELECT version, dirty FROM schema_versions FINAL ORDER BY version DESC LIMIT 1
