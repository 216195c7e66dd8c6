-- What people say of noise, of the brand, and that there is no aspect; every correction as it was made and taken back; and the
-- searches people keep.
{{range tables "readings"}}
ALTER TABLE {{.}} {{onCluster}}
    ADD COLUMN IF NOT EXISTS aspects_judged Bool                           COMMENT 'aspects are all there are; false: those named are some',
    ADD COLUMN IF NOT EXISTS noise          Array(LowCardinality(String)),
    ADD COLUMN IF NOT EXISTS noise_judged   Bool                           COMMENT 'noise is all there is, none where it is empty',
    ADD COLUMN IF NOT EXISTS brand_wrong    Int8 DEFAULT -1                COMMENT '-1 not judged, 0 it speaks of the brand, 1 it does not';
{{end}}
-- Append-only: what stands is in readings. Always read with FINAL: an insert repeated after a lost connection is one row.
CREATE TABLE IF NOT EXISTS {{local "corrections"}} {{onCluster}}
(
    id       String                   CODEC(ZSTD(1)),
    at       DateTime64(3, 'UTC')     CODEC(Delta, ZSTD(1)),
    post_id  String                   CODEC(ZSTD(1)),
    brand    LowCardinality(String),
    name     LowCardinality(String)   COMMENT 'who',
    batch    String                   COMMENT 'made at once with others; empty: alone' CODEC(ZSTD(1)),
    undoes   String                   COMMENT 'id of the correction this takes back; empty: it corrects' CODEC(ZSTD(1)),
    body     String                   COMMENT 'what was said, as JSON' CODEC(ZSTD(3))
)
ENGINE = {{engine "ReplacingMergeTree" ""}}
ORDER BY (post_id, brand, at, id);

{{distributed "corrections" "cityHash64(post_id)"}};

-- Searches people keep. Always read with FINAL.
CREATE TABLE IF NOT EXISTS {{local "searches"}} {{onCluster}}
(
    id         String                 CODEC(ZSTD(1)),
    owner      LowCardinality(String),
    name       String                 CODEC(ZSTD(3)),
    query      String                 COMMENT 'of the address bar' CODEC(ZSTD(3)),
    created_at DateTime64(3, 'UTC')   CODEC(Delta, ZSTD(1)),
    revision   UInt64                 CODEC(Delta, ZSTD(1)),
    deleted    UInt8
)
ENGINE = {{engine "ReplacingMergeTree" "revision, deleted"}}
ORDER BY id;

{{distributed "searches" "cityHash64(id)"}};
