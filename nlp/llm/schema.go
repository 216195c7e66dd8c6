package llm

import (
	"encoding/json"
	"slices"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// The labels a reading may use, in the order reports list them.
var (
	sentiments = []string{string(voc.Negative), string(voc.Neutral), string(voc.Positive)}
	emotions   = []string{string(voc.Happy), string(voc.Angry), string(voc.Sad), string(voc.Fear), string(voc.Surprise), string(voc.Calm)}
	intents    = []string{
		string(voc.IntentComplaint), string(voc.IntentQuestion), string(voc.IntentSuggestion), string(voc.IntentPraise),
		string(voc.IntentRequest), string(voc.IntentChurn), string(voc.IntentPromotion), string(voc.IntentOther),
	}
)

// maxSeverity is the highest severity there is.
const maxSeverity = 4

// schema is the JSON Schema of an answer, within what strict endpoints take: every key required, no
// other keys, no ranges. The ids are not in it: an endpoint would have to learn it anew each time.
func schema(aspects []AspectName) json.RawMessage {
	boolean := map[string]any{"type": "boolean"}
	text := map[string]any{"type": "string"}
	name := oneOf(names(aspects))
	if len(aspects) == 0 {
		name = text
	}
	aspect := object(map[string]any{"name": name, "sentiment": oneOf(sentiments), "evidence": text, "opinion": text})
	entry := object(map[string]any{
		"id": text, "sentiment": oneOf(sentiments), "emotion": oneOf(emotions), "intent": oneOf(intents),
		"severity":  map[string]any{"type": "integer", "enum": []int{0, 1, 2, 3, maxSeverity}},
		"complaint": boolean, "irony": boolean, "implicit": boolean,
		"aspects": array(aspect), "evidence": array(text), "confidence": map[string]any{"type": "number"},
	})
	written, err := json.Marshal(object(map[string]any{"items": array(entry)}))
	if err != nil {
		panic("llm: the schema of answers is no JSON: " + err.Error()) // maps of texts and numbers always are
	}
	return written
}

func names(aspects []AspectName) []string {
	list := make([]string, len(aspects))
	for i, a := range aspects {
		list[i] = a.Name
	}
	return list
}

func oneOf(labels []string) map[string]any { return map[string]any{"type": "string", "enum": labels} }

func array(of map[string]any) map[string]any { return map[string]any{"type": "array", "items": of} }

// object requires all its keys and takes no others. Keys are sorted when written, so that the same
// taxonomy is always the same schema.
func object(properties map[string]any) map[string]any {
	required := make([]string, 0, len(properties))
	for key := range properties {
		required = append(required, key)
	}
	slices.Sort(required)
	return map[string]any{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}
