package llm

import (
	"context"
	"encoding/json"

	"github.com/tingfeng-voc/tingfeng/nlp/normal"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func normalized(s string) string { return normal.Text(s) }

// known looks a text up among what was read before, here and elsewhere.
func (r *Reader) known(ctx context.Context, it *item) (verdict, bool) {
	if v, ok := r.cache.get(it.key); ok {
		return v, true
	}
	if r.parts.Lookup == nil {
		return verdict{}, false
	}
	reading, ok, err := r.parts.Lookup(ctx, Key{Hash: it.hash, Brand: it.id, Model: r.options.Model, Prompt: PromptVersion})
	if err != nil {
		r.parts.Log.Warn("readings kept earlier cannot be looked up; the model is asked again", "error", err)
		return verdict{}, false
	}
	if !ok || reading.Hash != it.hash || reading.Brand != it.id {
		return verdict{}, false
	}
	v, ok := recall(reading, it)
	if ok {
		r.cache.put(it.key, v)
	}
	return v, ok
}

// recall makes a verdict of a kept reading. It passes the checks an answer passes: what was stored
// is not believed more than what was said.
func recall(r voc.Reading, it *item) (verdict, bool) {
	entry := map[string]any{
		"id": "", "sentiment": r.Sentiment, "emotion": r.Emotion, "intent": r.Intent, "severity": r.Severity,
		"complaint": r.Complaint, "irony": r.Irony, "implicit": r.Implicit, "evidence": r.Evidence, "confidence": r.Confidence,
	}
	var aspects []map[string]any
	for _, a := range r.Aspects {
		aspects = append(aspects, map[string]any{"name": a.Name, "sentiment": a.Sentiment, "evidence": a.Text, "opinion": a.Opinion})
	}
	entry["aspects"] = aspects
	raw := map[string]json.RawMessage{}
	for key, value := range entry {
		text, err := json.Marshal(value)
		if err != nil {
			return verdict{}, false
		}
		raw[key] = text
	}
	// The aspects of a reading quote the normalised text.
	widened := *it
	widened.text = it.text + "\n" + normal.Text(it.text)
	v, ok := check(raw, &widened, Drops{})
	if !ok {
		return verdict{}, false
	}
	v.evidence = quotes(raw["evidence"], it.text, Drops{})
	return v, v.sentiment == voc.Neutral || len(v.evidence) > 0
}
