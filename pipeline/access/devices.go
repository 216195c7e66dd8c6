package access

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
)

// Devices mark browsers somebody has signed in with: a random number and proof that we gave it to this
// name. It opens nothing; it only keeps other people's guesses from making its owner wait.
type Devices struct{ key []byte }

// NewDevices makes marks with a key that must stay the same over restarts.
func NewDevices(key []byte) Devices { return Devices{key: key} }

// Mark makes one for a name.
func (d Devices) Mark(name string, random io.Reader) (string, error) {
	id := make([]byte, 12)
	if _, err := io.ReadFull(random, id); err != nil {
		return "", fmt.Errorf("access: random bytes: %w", err)
	}
	text := hex.EncodeToString(id)
	return text + "." + d.proof(name, text), nil
}

// Known is the number of a mark that was given to this name; "" for any other text.
func (d Devices) Known(name, mark string) string {
	id, proof, found := strings.Cut(mark, ".")
	if !found || len(id) != 24 || !hmac.Equal([]byte(proof), []byte(d.proof(name, id))) {
		return ""
	}
	return id
}

func (d Devices) proof(name, id string) string {
	mac := hmac.New(sha256.New, d.key)
	fmt.Fprintf(mac, "%s\x00%s", id, strings.ToLower(name))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}
