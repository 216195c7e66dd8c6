package llm

import (
	"fmt"
	"log/slog"
)

// shown stands wherever a Secret would be printed.
const shown = "***"

// Secret is a text that is never shown: not by fmt with any verb, not as JSON, not in a log. It
// holds a pointer, because fmt prints the plain strings inside unexported fields without asking
// their methods.
type Secret struct{ text *string }

// NewSecret wraps s.
func NewSecret(s string) Secret {
	if s == "" {
		return Secret{}
	}
	return Secret{&s}
}

// Empty tells whether there is nothing to hide.
func (s Secret) Empty() bool { return s.text == nil }

// reveal is for the one place that signs requests.
func (s Secret) reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// Format implements fmt.Formatter for every verb.
func (s Secret) Format(f fmt.State, _ rune) { fmt.Fprint(f, s.String()) }

// String tells only whether there is a secret.
func (s Secret) String() string {
	if s.text == nil {
		return ""
	}
	return shown
}

// LogValue implements slog.LogValuer.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText hides the secret in JSON, YAML and the like.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalYAML implements the reading of a configuration file.
func (s *Secret) UnmarshalYAML(unmarshal func(any) error) error {
	var text string
	if err := unmarshal(&text); err != nil {
		return err
	}
	*s = NewSecret(text)
	return nil
}
