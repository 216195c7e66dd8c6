package configs

import (
	"fmt"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline"
	"github.com/tingfeng-voc/tingfeng/pipeline/schedule"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// reference is the moment from which schedules are judged: what is right with one does not depend on
// the day somebody asks.
var reference = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// adaptiveEvery is how long a source that is visited by its own rhythm may go unheard.
const adaptiveEvery = 24 * time.Hour

// schedule checks when a source is visited, and fills in the distance of two visits, against which
// coverage is measured, when nobody wrote it down.
func (l *loader) schedule(path string, s *voc.Source, zone *time.Location) {
	switch {
	case s.Schedule == "":
		return
	case s.Schedule == pipeline.Adaptive:
		if s.Every == 0 {
			s.Every = adaptiveEvery
		}
		return
	}
	if err := schedule.Check(s.Schedule, zone, reference); err != nil {
		l.at("sources.yaml", path+".schedule", fmt.Sprintf("source %s: %v", s.ID, err), `or "adaptive": by how much the source says`)
		return
	}
	if s.Every == 0 {
		s.Every = schedule.Distance(s.Schedule, zone, reference)
	}
}

// letterTime checks when the nightly letter is written.
func (l *loader) letterTime(c *Config) {
	if c.Digest.At == "" {
		return
	}
	if err := schedule.Check(c.Digest.At, c.Location, reference); err != nil {
		l.at("tingfeng.yaml", "$.digest.at", err.Error(), "")
	}
}

// agents checks who else may bring posts.
func (l *loader) agents(entries []agentEntry) []Agent {
	var agents []Agent
	names, tokens := map[string]bool{}, map[string]bool{}
	for i, e := range entries {
		path := fmt.Sprintf("$.agents[%d]", i)
		switch {
		case e.Name == "" || !plainID(e.Name) || names[e.Name]:
			l.at("tingfeng.yaml", path, fmt.Sprintf("agent name %q is empty, has other signs than letters, digits and dashes, or stands twice", e.Name), "give every agent a name of its own, e.g. name: beijing-1")
		case len(e.Token) < 16:
			l.at("tingfeng.yaml", path, fmt.Sprintf("agent %s: the token has %d characters", e.Name, len(e.Token)), "use at least 16 random ones, from the environment: token: ${TINGFENG_AGENT_TOKEN}")
		case tokens[e.Token]:
			l.at("tingfeng.yaml", path, fmt.Sprintf("agent %s has the token of another one", e.Name), "give each its own, so that one can be taken away")
		}
		names[e.Name], tokens[e.Token] = true, true
		agents = append(agents, Agent(e))
	}
	return agents
}
