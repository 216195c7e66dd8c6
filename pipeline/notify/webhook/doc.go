// Package webhook delivers messages to an address of the receiver's own, signed after Standard
// Webhooks (standardwebhooks.com): headers webhook-id, webhook-timestamp and webhook-signature,
// the latter "v1," and the base64 of HMAC-SHA256 over "id.timestamp.body".
package webhook
