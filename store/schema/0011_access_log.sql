-- Who changed, exported or signed in when: lines are added and never changed. Each is on the disk before it is
-- acknowledged, because an export waits for its line.
CREATE TABLE IF NOT EXISTS {{local "access_log"}} {{onCluster}}
(
    at      DateTime64(3, 'UTC')   CODEC(Delta, ZSTD(1)),
    id      String                 COMMENT 'tells lines of one moment apart' CODEC(ZSTD(1)),
    actor   LowCardinality(String) COMMENT 'name of the user; of a refused sign-in the name tried',
    token   LowCardinality(String) COMMENT 'id of the token; empty: a person',
    action  LowCardinality(String) COMMENT 'id of the operation',
    object  String                 COMMENT 'as the address named it' CODEC(ZSTD(1)),
    detail  String                 CODEC(ZSTD(3)),
    status  UInt16                 COMMENT 'of the answer',
    address String                 COMMENT 'of the network' CODEC(ZSTD(1))
)
ENGINE = {{engine "MergeTree" ""}}
ORDER BY (at, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

{{distributed "access_log" "cityHash64(id)"}};
