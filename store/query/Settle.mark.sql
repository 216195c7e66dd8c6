INSERT INTO settled (hour, settled, revision)
