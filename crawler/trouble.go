package crawler

import (
	"errors"
	"net/http"
	"slices"

	"github.com/tingfeng-voc/tingfeng/crawler/jsonapi"
	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/crawler/transport"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// gravity lists the troubles, the gravest first: of several, a visit tells the first.
var gravity = []voc.Trouble{
	voc.TroubleLogin, voc.TroubleRobots, voc.TroubleRefused, voc.TroubleExpired, voc.TroubleLayout, voc.TroubleLarge, voc.TroubleInward,
	voc.TroublePace, voc.TroubleNetwork, voc.TroubleConfig, voc.TroubleCap,
}

// trouble notes what kept the visit from hearing everything; the gravest stands.
func (j *job) trouble(t voc.Trouble) {
	if j.worst == voc.TroubleNone || slices.Index(gravity, t) < slices.Index(gravity, j.worst) {
		j.worst = t
	}
}

// errElsewhere says that a site sends us to one that is not its own.
var errElsewhere = errors.New("name it in hosts if that is right")

// troubleOf says what an error means for whoever has to do something about it.
func (j *job) troubleOf(err error) voc.Trouble {
	var status *StatusError
	errors.As(err, &status)
	var parked *transport.ParkedError
	switch {
	case j.refused != nil, j.over() != nil:
		return voc.TroubleCap // our own doing: the next visit goes on
	case errors.Is(err, errWall), errors.Is(err, plain.ErrLogin), errors.Is(err, jsonapi.ErrBlocked):
		return voc.TroubleLogin
	case errors.Is(err, transport.ErrRobots):
		return voc.TroubleRobots
	case errors.Is(err, errExpired), gone(err), unauthorised(err) && j.keyed():
		return voc.TroubleExpired
	case status != nil && (status.Code == http.StatusTooManyRequests || !status.Until.IsZero()):
		return voc.TroublePace
	case refusal(err):
		return voc.TroubleRefused
	case errors.Is(err, plain.ErrLayout):
		return voc.TroubleLayout
	case errors.As(err, &parked):
		if parked.Failing {
			return voc.TroubleNetwork
		}
		return voc.TroublePace
	case errors.Is(err, transport.ErrTooLarge):
		return voc.TroubleLarge
	case errors.Is(err, transport.ErrPrivate):
		return voc.TroubleInward
	case errors.Is(err, transport.ErrAddress), errors.Is(err, errElsewhere):
		return voc.TroubleConfig
	}
	return voc.TroubleNetwork
}

// keyed tells whether requests show a key of the user's own.
func (j *job) keyed() bool {
	for name := range j.src.Headers {
		switch http.CanonicalHeaderKey(name) {
		case "Accept", "Accept-Language", "Referer":
		default:
			return true
		}
	}
	if _, ok := kindOf[signer](j.site); ok {
		return true
	}
	k, ok := kindOf[keyed](j.site)
	if !ok {
		return false
	}
	address, _, _ := k.Key()
	return address != ""
}
