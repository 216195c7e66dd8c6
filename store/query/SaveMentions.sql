INSERT INTO mentions ({{columns}}, revision, deleted)
