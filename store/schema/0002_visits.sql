-- One row a visit; the same visit saved twice is one row. Always read with FINAL.
CREATE TABLE IF NOT EXISTS {{local "visits"}} {{onCluster}}
(
    source     LowCardinality(String),
    started_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    ended_at   DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    outcome    LowCardinality(String),
    requests   UInt32,
    bytes      UInt64,
    found      UInt32,
    fresh      UInt32,
    claimed    Int64,
    missing    String               CODEC(ZSTD(3)),
    next_at    DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    heard_to   DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1))
)
ENGINE = {{engine "ReplacingMergeTree" "ended_at"}}
ORDER BY (source, started_at);

{{distributed "visits" "cityHash64(source)"}};
