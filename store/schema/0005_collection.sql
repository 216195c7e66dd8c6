-- What kept a visit from hearing everything, what it saw of posts known before, what it was sent back for, and what the
-- site no longer showed.
{{range tables "visits"}}
ALTER TABLE {{.}} {{onCluster}}
    ADD COLUMN IF NOT EXISTS trouble   LowCardinality(String),
    ADD COLUMN IF NOT EXISTS changed   UInt32,
    ADD COLUMN IF NOT EXISTS observed  UInt32,
    ADD COLUMN IF NOT EXISTS since     DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS until     DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_from DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_to   DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1));
{{end}}
-- What others had done with a post whenever somebody looked; -1 is unknown. The same look saved twice is one row. Always
-- read with FINAL.
CREATE TABLE IF NOT EXISTS {{local "observations"}} {{onCluster}}
(
    post_id String               CODEC(ZSTD(1)),
    at      DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    source  LowCardinality(String),
    likes   Int64                CODEC(T64, ZSTD(1)),
    replies Int64                CODEC(T64, ZSTD(1)),
    shares  Int64                CODEC(T64, ZSTD(1)),
    views   Int64                CODEC(T64, ZSTD(1)),
    approx  Bool
)
ENGINE = {{engine "ReplacingMergeTree" ""}}
ORDER BY (post_id, at)
SETTINGS index_granularity = 256;

{{distributed "observations" "cityHash64(post_id)"}};
