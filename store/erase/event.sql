-- Events are appended and never changed, but for words that a person has the right to have forgotten.
ALTER TABLE {{local "events"}} {{onCluster}} UPDATE data = {data:String} WHERE seq = {seq:UInt64} SETTINGS mutations_sync = 2;
