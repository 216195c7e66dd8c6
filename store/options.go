package store

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Options says which ClickHouse to use.
type Options struct {
	DSN      string           `yaml:"dsn"`       // clickhouse://user:password@host:9000/database?secure=true; "" means the embedded engine, whose address main fills in
	Cluster  string           `yaml:"cluster"`   // name of the cluster; tables become replicated and distributed over it. "" one server
	MaxConns int              `yaml:"max_conns"` // connections held open at most
	Timeout  time.Duration    `yaml:"timeout"`   // of a question somebody waits for, when its context has no earlier end
	Sources  []voc.Source     `yaml:"-"`         // whose collection coverage is measured against; see Store.Expect
	Now      func() time.Time `yaml:"-"`         // the clock that orders revisions of a mention and tells what is late; nil: time.Now
	Location *time.Location   `yaml:"-"`         // zone in which hours of the week are counted; nil: eight hours east of Greenwich
	Log      *slog.Logger     `yaml:"-"`         // nil discards
}

// DefaultOptions lack only the address.
func DefaultOptions() Options {
	return Options{MaxConns: 10, Timeout: time.Minute}
}

// validate fills in what may be left out and gives the driver's view of the address.
func (o *Options) validate() (*clickhouse.Options, error) {
	if o.DSN == "" {
		return nil, errors.New("store: no address of a database: set store.dsn to clickhouse://user:password@host:9000/database, or leave it out to use the embedded engine")
	}
	// The driver takes any scheme for its own: postgres://… would only fail to answer, later.
	if scheme, _, ok := strings.Cut(o.DSN, "://"); !ok || scheme != "clickhouse" && scheme != "tcp" {
		return nil, errors.New("store: store.dsn does not begin with clickhouse://: write clickhouse://user:password@host:9000/database, the native protocol")
	}
	ch, err := clickhouse.ParseDSN(o.DSN)
	if err != nil {
		return nil, fmt.Errorf("store: store.dsn is not an address (want clickhouse://user:password@host:9000/database): %w", redact(err, o.DSN))
	}
	if ch.Protocol != clickhouse.Native {
		return nil, errors.New("store: store.dsn speaks HTTP: only the native protocol serves, usually clickhouse://host:9000 or clickhouse://host:9440?secure=true")
	}
	if ch.Auth.Database == "" {
		ch.Auth.Database = "default"
	}
	if o.Cluster != "" && !plainName(o.Cluster) {
		return nil, fmt.Errorf("store: cluster %q: a cluster's name has letters, digits, - and _ only", o.Cluster)
	}
	def := DefaultOptions()
	if o.MaxConns <= 0 {
		o.MaxConns = def.MaxConns
	}
	if o.Timeout <= 0 {
		o.Timeout = def.Timeout
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Location == nil {
		o.Location = time.FixedZone("Asia/Shanghai", 8*3600)
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return ch, nil
}

func plainName(s string) bool {
	for _, c := range s {
		if c != '-' && c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return s != ""
}
