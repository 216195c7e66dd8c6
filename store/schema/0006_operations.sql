-- What a person read as part of a week's audit sample stands beside what they correct at other times.
ALTER TABLE {{local "readings"}} {{onCluster}}
    ADD COLUMN IF NOT EXISTS sample LowCardinality(String) COMMENT 'week of the audit sample it was read for, 2026-W47; empty: a correction',
    MODIFY ORDER BY (post_id, brand, reader, name, prompt, sample);
{{range tables "readings"}}
ALTER TABLE {{.}} {{onCluster}} ADD COLUMN IF NOT EXISTS sample LowCardinality(String);
{{end}}
-- Mentions drawn to be read by people, with what the analysis said of them on the day of the draw: understanding history
-- anew does not change who was drawn. Always read with FINAL.
CREATE TABLE IF NOT EXISTS {{local "samples"}} {{onCluster}}
(
    week        LowCardinality(String)       COMMENT 'of publication, 2026-W47',
    brand       LowCardinality(String),
    post_id     String                       CODEC(ZSTD(1)),
    place       UInt32                       COMMENT 'in which order they are read',
    sentiment   LowCardinality(String)       COMMENT 'when drawn',
    probability Float32                      COMMENT 'when drawn',
    stratum     LowCardinality(String)       COMMENT 'sentiment and doubt, negative/sure',
    population  UInt64                       COMMENT 'mentions in the stratum when drawn',
    local       LowCardinality(String)       COMMENT 'analysis_version when drawn',
    drawn_at    DateTime64(3, 'UTC')         CODEC(Delta, ZSTD(1))
)
ENGINE = {{engine "ReplacingMergeTree" "drawn_at"}}
ORDER BY (week, brand, post_id);

{{distributed "samples" "cityHash64(week, brand)"}};

-- Long pieces of work, as last heard of. Always read with FINAL.
CREATE TABLE IF NOT EXISTS {{local "jobs"}} {{onCluster}}
(
    id       String                 CODEC(ZSTD(1)),
    kind     LowCardinality(String),
    title    String                 CODEC(ZSTD(3)),
    actor    LowCardinality(String),
    state    LowCardinality(String),
    done     Int64,
    total    Int64                  COMMENT '0 unknown',
    unit     LowCardinality(String),
    began    DateTime64(3, 'UTC')   CODEC(Delta, ZSTD(1)),
    ended    DateTime64(3, 'UTC')   COMMENT 'the epoch: not yet' CODEC(Delta, ZSTD(1)),
    problem  String                 CODEC(ZSTD(3)),
    can_stop Bool,
    spec     String                 COMMENT 'how to begin it again where it stopped; empty: it cannot be' CODEC(ZSTD(3)),
    revision UInt64                 CODEC(Delta, ZSTD(1))
)
ENGINE = {{engine "ReplacingMergeTree" "revision"}}
ORDER BY id;

{{distributed "jobs" "cityHash64(id)"}};
