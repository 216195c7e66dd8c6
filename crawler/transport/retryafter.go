package transport

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// RetryAfter reads how long a site wants to be left alone: Retry-After in seconds or as a date, else
// the reset of a used-up quota. Dates are measured against the site's own clock when it tells it,
// because a clock that runs five minutes off would turn every date into a ban or a licence.
func RetryAfter(resp *http.Response, now time.Time) (time.Duration, bool) {
	if at, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		now = at
	}
	value := strings.TrimSpace(resp.Header.Get("Retry-After"))
	if seconds, err := strconv.ParseFloat(value, 64); err == nil && seconds >= 0 { // not so for NaN
		return time.Duration(min(seconds, 1e9) * float64(time.Second)), true
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(0, at.Sub(now)), true
	}
	if at, ok := quotaReset(resp); ok {
		return max(0, at.Sub(now)), true
	}
	return 0, false
}

// quotaReset reads X-RateLimit-Reset (or X-Rate-Limit-Reset) of an answer that says nothing remains,
// or that is a refusal and does not say how much remains: Unix seconds (or milliseconds) or RFC 3339,
// as GitHub and Mastodon write it. A small number is seconds from Date.
func quotaReset(resp *http.Response) (time.Time, bool) {
	for _, prefix := range []string{"X-RateLimit-", "X-Rate-Limit-", "RateLimit-"} {
		remaining := resp.Header.Get(prefix + "Remaining")
		reset := resp.Header.Get(prefix + "Reset")
		n, err := strconv.ParseFloat(remaining, 64)
		if mute := remaining == "" && refused(resp.StatusCode); !mute && (err != nil || !(n <= 0)) || reset == "" {
			continue
		}
		if at, err := time.Parse(time.RFC3339, reset); err == nil {
			return at, true
		}
		seconds, err := strconv.ParseFloat(reset, 64)
		switch {
		case err != nil || !(seconds >= 0 && seconds < 1e14):
			continue
		case seconds > 1e11:
			return time.UnixMilli(int64(seconds)), true
		case seconds > 1e9:
			return time.Unix(int64(seconds), 0), true
		}
		if at, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
			return at.Add(time.Duration(seconds * float64(time.Second))), true
		}
	}
	return time.Time{}, false
}

// refused tells the answers that mean "not now".
func refused(code int) bool {
	return code == http.StatusTooManyRequests || code == http.StatusServiceUnavailable
}
