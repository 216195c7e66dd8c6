package engine

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// layout names the files below the data directory.
type layout struct {
	dir, data, logs, config, users string
}

func layoutOf(dir string) layout {
	return layout{
		dir:    dir,
		data:   filepath.Join(dir, "clickhouse"),
		logs:   filepath.Join(dir, "log"),
		config: filepath.Join(dir, "engine.xml"),
		users:  filepath.Join(dir, "engine-users.xml"),
	}
}

// startQuery opens the listener and then reads standard input until the parent closes it or dies:
// that read is the engine's life.
const startQuery = "CREATE DATABASE IF NOT EXISTS " + database +
	"; SYSTEM START LISTEN TCP; SELECT * FROM file('-', 'LineAsString') FORMAT Null"

// arguments are clickhouse-local's, the same for the library and for a binary.
func (l layout) arguments(port int) []string {
	return []string{
		"--config-file", l.config,
		"--path", l.data,
		"--listen_host", "127.0.0.1",
		"--tcp_port", fmt.Sprint(port),
		"--log-level", "warning",
		"--query", startQuery,
	}
}

// prepare makes the folders and writes both configuration files anew, so that an upgraded binary
// never runs with the settings of an old one.
func (l layout) prepare(o Options, c card) error {
	for _, dir := range []string{l.dir, l.data, l.logs} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return explainDisk(err, l.dir)
		}
	}
	if err := writeFile(l.config, []byte(l.serverXML(o))); err != nil {
		return err
	}
	return writeFile(l.users, []byte(usersXML(c)))
}

// serverXML keeps the engine small beside other programs of a laptop: few background threads, small
// caches, no system logs that would grow without anybody reading them, one log file of bounded size.
func (l layout) serverXML(o Options) string {
	memory := "<max_server_memory_usage_to_ram_ratio>0.5</max_server_memory_usage_to_ram_ratio>"
	if o.MemoryLimit > 0 {
		memory = fmt.Sprintf("<max_server_memory_usage>%d</max_server_memory_usage>", o.MemoryLimit)
	}
	return `<clickhouse>
  <users_config>` + escapeXML(l.users) + `</users_config>
  <logger>
    <level>warning</level>
    <log>` + escapeXML(filepath.Join(l.logs, "clickhouse.log")) + `</log>
    <size>10M</size>
    <count>3</count>
  </logger>
  ` + memory + `
  <mark_cache_size>134217728</mark_cache_size>
  <index_mark_cache_size>67108864</index_mark_cache_size>
  <uncompressed_cache_size>0</uncompressed_cache_size>
  <index_uncompressed_cache_size>0</index_uncompressed_cache_size>
  <mmap_cache_size>256</mmap_cache_size>
  <compiled_expression_cache_size>33554432</compiled_expression_cache_size>
  <background_pool_size>2</background_pool_size>
  <background_merges_mutations_concurrency_ratio>2</background_merges_mutations_concurrency_ratio>
  <background_common_pool_size>2</background_common_pool_size>
  <background_move_pool_size>1</background_move_pool_size>
  <background_fetches_pool_size>1</background_fetches_pool_size>
  <background_schedule_pool_size>4</background_schedule_pool_size>
  <background_message_broker_schedule_pool_size>1</background_message_broker_schedule_pool_size>
  <background_distributed_schedule_pool_size>2</background_distributed_schedule_pool_size>
  <max_connections>256</max_connections>
  <merge_tree>
    <number_of_free_entries_in_pool_to_lower_max_size_of_merge>1</number_of_free_entries_in_pool_to_lower_max_size_of_merge>
    <number_of_free_entries_in_pool_to_execute_mutation>1</number_of_free_entries_in_pool_to_execute_mutation>
    <number_of_free_entries_in_pool_to_execute_optimize_entire_partition>1</number_of_free_entries_in_pool_to_execute_optimize_entire_partition>
  </merge_tree>
</clickhouse>
`
}

// privileges are what the store needs. What is left out is on purpose: no source outside the
// database (FILE, URL, REMOTE, S3 …), so that no SQL, whoever wrote it, reads this machine's files
// or calls another; no user management; no shutdown.
const privileges = "SHOW, SELECT, INSERT, ALTER, CREATE DATABASE, CREATE TABLE, CREATE VIEW, CREATE DICTIONARY, " +
	"CREATE TEMPORARY TABLE, DROP, TRUNCATE, OPTIMIZE, KILL QUERY, dictGet, BACKUP, " +
	"SYSTEM MERGES, SYSTEM FLUSH, SYSTEM DROP CACHE"

// tableEngines are those the store may make tables of; those that reach out are not among them.
var tableEngines = []string{"MergeTree", "ReplacingMergeTree", "SummingMergeTree", "AggregatingMergeTree", "Memory", "Null", "Merge", "Buffer", "Distributed"}

func engineGrants() string {
	var b strings.Builder
	for _, e := range tableEngines {
		fmt.Fprintf(&b, "\n        <query>GRANT TABLE ENGINE ON %s</query>", e)
	}
	return b.String()
}

// usersXML defines who may connect. `default` must exist without a password, or the engine could
// not start its own session; it is given nothing but what startQuery needs. The password of ours is
// stored hashed. There is no read-only user to hand to others: in this mode of the engine the SQL
// function file() reads any file of this machine, whatever was granted; see store.SQL.
func usersXML(c card) string {
	return `<clickhouse>
  <profiles>
    <default/>
  </profiles>
  <quotas><default/></quotas>
  <users>
    <default>
      <password></password>
      <networks><ip>127.0.0.1</ip></networks>
      <profile>default</profile>
      <quota>default</quota>
      <grants>
        <query>GRANT SYSTEM LISTEN ON *.*</query>
        <query>GRANT CREATE TEMPORARY TABLE ON *.*</query>
        <query>GRANT READ ON FILE</query>
        <query>GRANT CREATE DATABASE ON ` + database + `.*</query>
      </grants>
    </default>
    <` + userName + `>
      <password_sha256_hex>` + sha(c.Password) + `</password_sha256_hex>
      <networks><ip>127.0.0.1</ip></networks>
      <profile>default</profile>
      <quota>default</quota>
      <grants>
        <query>GRANT ` + privileges + ` ON *.*</query>` + engineGrants() + `
      </grants>
    </` + userName + `>
  </users>
</clickhouse>
`
}

func sha(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

func escapeXML(s string) string {
	var b strings.Builder
	// A strings.Builder never fails to write.
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}
