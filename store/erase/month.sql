-- A month that is old throughout goes as a whole: no part is rewritten.
ALTER TABLE {{local "mentions"}} {{onCluster}} DROP PARTITION {month:UInt32};
