INSERT INTO visits ({{visit}})
