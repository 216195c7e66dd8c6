-- A user for BI tools on a ClickHouse server of your own: reads six views, and nothing else. Run it once, as an administrator,
-- after tingfeng has started for the first time; put a password of yours in the place of CHANGE-ME, and the name of your
-- database in the place of tingfeng if it has another. It may be run again.
CREATE SETTINGS PROFILE IF NOT EXISTS tingfeng_bi_limits SETTINGS
    readonly = 2 CONST, -- no writing; tools may set what they need for a question, within the limits below
    max_execution_time = 60 MIN 1 MAX 60,
    max_memory_usage = 4000000000 MIN 1 MAX 4000000000,
    max_result_rows = 5000000 MIN 1 MAX 5000000,
    max_concurrent_queries_for_user = 8 CONST,
    max_threads = 4 MIN 1 MAX 4;

CREATE QUOTA IF NOT EXISTS tingfeng_bi_quota FOR INTERVAL 1 hour MAX queries = 5000, execution_time = 3600;

CREATE USER IF NOT EXISTS tingfeng_bi IDENTIFIED WITH sha256_password BY 'CHANGE-ME' SETTINGS PROFILE 'tingfeng_bi_limits';

ALTER QUOTA tingfeng_bi_quota TO tingfeng_bi;

REVOKE ALL ON *.* FROM tingfeng_bi;

GRANT SELECT ON tingfeng.bi_mentions TO tingfeng_bi;
GRANT SELECT ON tingfeng.bi_topics TO tingfeng_bi;
GRANT SELECT ON tingfeng.bi_aspects TO tingfeng_bi;
GRANT SELECT ON tingfeng.bi_orders TO tingfeng_bi;
GRANT SELECT ON tingfeng.bi_alerts TO tingfeng_bi;
GRANT SELECT ON tingfeng.bi_coverage TO tingfeng_bi;
