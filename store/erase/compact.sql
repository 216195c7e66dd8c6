-- A month becomes one part, in which nothing lies twice. The engine does it by itself two hours after the last write.
OPTIMIZE TABLE {{local "mentions"}} {{onCluster}} PARTITION {month:UInt32} FINAL;
