package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

// jsonFormat writes empty lists as [] and never as null, so that a page can map over every list;
// and reads strictly, so that a misspelt field of a command is an error and not a silence.
var jsonFormat = huma.Format{
	Marshal: func(w io.Writer, v any) error {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		return enc.Encode(withoutNil(v))
	},
	Unmarshal: func(data []byte, v any) error {
		dec := json.NewDecoder(bytes.NewReader(data))
		dec.DisallowUnknownFields()
		if err := dec.Decode(v); err != nil {
			return fmt.Errorf("not the JSON expected: %w", err)
		}
		if _, err := dec.Token(); !errors.Is(err, io.EOF) {
			return errors.New("not the JSON expected: something follows the first value")
		}
		return nil
	},
}

// withoutNil is v with every nil slice made empty. It copies what it changes: the values belong to
// others, who may be reading them.
func withoutNil(v any) any {
	in := reflect.ValueOf(v)
	if !in.IsValid() || !hasSlices(in.Type(), 0) {
		return v
	}
	return filled(in).Interface()
}

func filled(in reflect.Value) reflect.Value {
	t := in.Type()
	if !hasSlices(t, 0) {
		return in
	}
	switch t.Kind() {
	case reflect.Pointer:
		if in.IsNil() {
			return in
		}
		out := reflect.New(t.Elem())
		out.Elem().Set(filled(in.Elem()))
		return out
	case reflect.Slice:
		out := reflect.MakeSlice(t, in.Len(), in.Len())
		for i := range in.Len() {
			out.Index(i).Set(filled(in.Index(i)))
		}
		return out
	case reflect.Struct:
		out := reflect.New(t).Elem()
		out.Set(in)
		for i := range t.NumField() {
			if t.Field(i).IsExported() {
				out.Field(i).Set(filled(in.Field(i)))
			}
		}
		return out
	}
	return in
}

// hasSlices tells whether a type can hold a nil list. What writes its own JSON is left alone, and
// so are bytes; a type that holds itself is cut off at a depth no answer of ours reaches.
func hasSlices(t reflect.Type, depth int) bool {
	if depth > 12 || t.Implements(reflect.TypeFor[json.Marshaler]()) {
		return false
	}
	switch t.Kind() {
	case reflect.Pointer:
		return hasSlices(t.Elem(), depth+1)
	case reflect.Slice:
		return t.Elem().Kind() != reflect.Uint8
	case reflect.Struct:
		for i := range t.NumField() {
			if t.Field(i).IsExported() && hasSlices(t.Field(i).Type, depth+1) {
				return true
			}
		}
	}
	return false
}
