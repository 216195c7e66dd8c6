package engine

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"time"
)

// Options says where the engine keeps its data and how much of the machine it may take.
type Options struct {
	Dir         string        `yaml:"dir"`          // data directory; made when missing, used by one process at a time
	Library     string        `yaml:"library"`      // libchdb.so or a clickhouse binary; "" looks in Search, then on PATH
	Search      []string      `yaml:"search"`       // folders to look for libchdb in, first match wins
	Port        int           `yaml:"port"`         // loopback port; 0 keeps the last one if it is free, else takes any
	MemoryLimit int64         `yaml:"memory_limit"` // bytes the engine may use; 0: half of what the machine (or cgroup) has
	StartWithin time.Duration `yaml:"start_within"` // how long a start may take before it counts as failed
	Log         *slog.Logger  `yaml:"-"`            // nil discards
}

// DefaultOptions are the options of a laptop: data in ./data, everything else found or chosen.
func DefaultOptions() Options {
	return Options{Dir: "data", StartWithin: time.Minute}
}

func (o *Options) validate() error {
	if o.Dir == "" {
		return fmt.Errorf("engine: no data directory given: set engine.dir")
	}
	if o.Port < 0 || o.Port > 65535 {
		return fmt.Errorf("engine: port %d is not a port: use 0 for any, or 1024…65535", o.Port)
	}
	if o.MemoryLimit != 0 && o.MemoryLimit < 256<<20 {
		return fmt.Errorf("engine: memory_limit %d is below the 256 MiB the engine needs: raise it, or use 0 for half of the machine", o.MemoryLimit)
	}
	if o.StartWithin <= 0 {
		o.StartWithin = DefaultOptions().StartWithin
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return fmt.Errorf("engine: data directory %q: %w", o.Dir, err)
	}
	o.Dir = dir
	return nil
}
