package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Headers of a signed delivery.
const (
	HeaderID        = "webhook-id"
	HeaderTimestamp = "webhook-timestamp" // seconds since 1970
	HeaderSignature = "webhook-signature" // "v1,…", several separated by spaces during a change of secrets
)

const secretPrefix = "whsec_"

// parseSecret gives the key behind a secret: the base64 after "whsec_". Keys must be 24 to 64 bytes
// long, as the standard asks.
func parseSecret(secret string) ([]byte, error) {
	text, ok := strings.CutPrefix(secret, secretPrefix)
	if !ok {
		return nil, errors.New(`a secret must begin with "whsec_": make one with: echo whsec_$(openssl rand -base64 32)`)
	}
	key, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, errors.New(`what follows "whsec_" in a secret must be base64: make one with: echo whsec_$(openssl rand -base64 32)`)
	}
	if len(key) < 24 || len(key) > 64 {
		return nil, fmt.Errorf("a secret holds a key of %d bytes: it must be 24 to 64", len(key))
	}
	return key, nil
}

// CheckSecret tells why deliveries cannot be signed with a secret, or nil. It never repeats the secret.
func CheckSecret(secret string) error {
	_, err := parseSecret(secret)
	return err
}

func sign(key []byte, id string, at time.Time, body []byte) string {
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%d.", id, at.Unix())
	mac.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// Verify is the receiver's side: it tells why a delivery must not be believed, or nil. One of its
// signatures must be by one of the secrets, and its time within tolerance of now.
func Verify(h http.Header, body []byte, secrets []string, now time.Time, tolerance time.Duration) error {
	id := h.Get(HeaderID)
	seconds, err := strconv.ParseInt(h.Get(HeaderTimestamp), 10, 64)
	if id == "" || err != nil {
		return fmt.Errorf("delivery without %s or with a bad %s", HeaderID, HeaderTimestamp)
	}
	at := time.Unix(seconds, 0)
	if off := now.Sub(at).Abs(); off > tolerance {
		return fmt.Errorf("delivery is %s off the clock, more than %s: replayed, or one clock is wrong", off, tolerance)
	}
	for _, secret := range secrets {
		key, err := parseSecret(secret)
		if err != nil {
			return err
		}
		want := sign(key, id, at, body)
		for got := range strings.FieldsSeq(h.Get(HeaderSignature)) {
			if hmac.Equal([]byte(got), []byte(want)) {
				return nil
			}
		}
	}
	return errors.New("no signature of the delivery is by a known secret")
}
