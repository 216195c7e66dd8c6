package api

import (
	"bytes"
	"testing"

	"github.com/danielgtaylor/huma/v2"
)

// An example that is not what the operation answers would teach wrong.
func TestEveryExampleIsWhatItsOperationAnswers(t *testing.T) {
	a := &checker{t: t, api: specDoor().api}
	left := examples()
	operations(a.api.OpenAPI(), func(_ string, op *huma.Operation) {
		example, ok := left[op.OperationID]
		if !ok {
			return
		}
		delete(left, op.OperationID)
		for kind, media := range op.Responses["200"].Content {
			if media.Example == nil {
				t.Errorf("%s: the document does not hold its example", op.OperationID)
			}
			var body bytes.Buffer
			if err := jsonFormat.Marshal(&body, example); err != nil {
				t.Fatal(err)
			}
			a.check(op, 200, kind, body.Bytes())
		}
	})
	for id := range left {
		t.Errorf("an example of %s, which is no operation", id)
	}
}
