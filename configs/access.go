package configs

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Access says who may enter, and how.
type Access struct {
	Mode    string        // "sign-in", "open", or "" as soon as there is a user
	Idle    time.Duration // a session ends so long after the last question
	Longest time.Duration // and after this however busy
	OIDC    *OIDC         // nil: passwords only
	Proxies []netip.Prefix
	Units   []voc.Unit
}

// SignIn tells whether everybody has to sign in from the start.
func (a Access) SignIn() bool { return a.Mode == "sign-in" }

// OIDC is an OpenID provider people can sign in through.
type OIDC struct {
	Title        string       `yaml:"title"`         // on the button: "公司账号"
	Issuer       string       `yaml:"issuer"`        // https://…, as its discovery document names itself
	ClientID     string       `yaml:"client_id"`     //
	ClientSecret string       `yaml:"client_secret"` // ${TINGFENG_OIDC_SECRET}; empty: a public client, PKCE alone
	Scopes       []string     `yaml:"scopes"`        // besides openid; empty: profile, email
	NameClaim    string       `yaml:"name_claim"`    // becomes the user's name; preferred_username
	Join         voc.UserRole `yaml:"join"`          // role of people nobody made a user for; empty: they are turned away
	AllowPrivate bool         `yaml:"allow_private"` // the provider lies inside one's own network
}

type sessionsEntry struct {
	Idle    time.Duration `yaml:"idle"`
	Longest time.Duration `yaml:"longest"`
}

// orgFile is org.yaml: groups, regions, shops, and what each of them owns.
type orgFile struct {
	Units []unitEntry `yaml:"units"`
}

type unitEntry struct {
	ID      voc.UnitID    `yaml:"id"`
	Title   string        `yaml:"title"`
	Parent  voc.UnitID    `yaml:"parent"`  // empty: a root
	Brands  []voc.BrandID `yaml:"brands"`  // empty: the parent's
	Regions []string      `yaml:"regions"` // provinces; empty, with stores: the parent's
	Stores  []voc.StoreID `yaml:"stores"`
}

// access checks who may enter.
func (l *loader) access(s settingsFile, org orgFile, c *Config) {
	a := Access{Mode: s.Access, Idle: 12 * time.Hour, Longest: 7 * 24 * time.Hour, OIDC: s.OIDC}
	if s.Sessions.Idle != 0 {
		a.Idle = s.Sessions.Idle
	}
	if s.Sessions.Longest != 0 {
		a.Longest = s.Sessions.Longest
	}
	if a.Mode != "" && a.Mode != "sign-in" && a.Mode != "open" {
		l.at("tingfeng.yaml", "$.access", fmt.Sprintf("unknown way in %q", a.Mode), "write sign-in: everybody signs in; open: nobody does, on this machine alone; or leave it out: as soon as there is a user")
	}
	if a.Idle < 5*time.Minute || a.Idle > a.Longest {
		l.at("tingfeng.yaml", "$.sessions", fmt.Sprintf("sessions end after %s idle and after %s in any case", a.Idle, a.Longest), "write at least 5m for idle, and no more than for longest, such as {idle: 12h, longest: 168h}")
	}
	if a.Longest > 90*24*time.Hour {
		l.at("tingfeng.yaml", "$.sessions.longest", fmt.Sprintf("a session of %s", a.Longest), "write at most 2160h: somebody who left would still be signed in")
	}
	l.provider(a.OIDC)
	for i, text := range s.Proxies {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			var one netip.Addr
			if one, err = netip.ParseAddr(text); err == nil {
				p = netip.PrefixFrom(one, one.BitLen())
			}
		}
		if err != nil {
			l.at("tingfeng.yaml", fmt.Sprintf("$.proxies[%d]", i), fmt.Sprintf("%q is no address", text), "write one address or a network: 127.0.0.1, 10.0.0.0/8")
			continue
		}
		a.Proxies = append(a.Proxies, p.Masked())
	}
	a.Units = l.units(org.Units, c)
	c.Access = a
}

func (l *loader) provider(o *OIDC) {
	if o == nil {
		return
	}
	u, err := url.Parse(o.Issuer)
	plain := err == nil && u.Scheme == "http" && (u.Hostname() == "127.0.0.1" || u.Hostname() == "localhost")
	if err != nil || u.Host == "" || u.Scheme != "https" && !plain {
		l.at("tingfeng.yaml", "$.oidc.issuer", fmt.Sprintf("%q is no address of a provider", o.Issuer), "write it as its discovery document does: https://login.example.com")
	}
	if o.ClientID == "" {
		l.at("tingfeng.yaml", "$.oidc", "client_id is missing", "the provider gives one when the application is registered there")
	}
	if o.Join != "" && !slices.Contains(voc.Roles(), o.Join) {
		l.at("tingfeng.yaml", "$.oidc.join", fmt.Sprintf("there is no role %q", o.Join), "write viewer, agent or analyst, or leave it out: people without a user are turned away")
	}
	if o.Join == voc.RoleAdmin {
		l.at("tingfeng.yaml", "$.oidc.join", "everybody with an account there would administer the house", "write viewer, agent or analyst, and make administrators one by one")
	}
	if o.Title == "" {
		o.Title = "公司账号"
	}
	if len(o.Scopes) == 0 {
		o.Scopes = []string{"profile", "email"}
	}
	if o.NameClaim == "" {
		o.NameClaim = "preferred_username"
	}
}

// units checks the organisation: every unit under one that is there, owning nothing its parent does not.
func (l *loader) units(entries []unitEntry, c *Config) []voc.Unit {
	units := make([]voc.Unit, 0, len(entries))
	parent := map[string]string{}
	for i, e := range entries {
		path := fmt.Sprintf("$.units[%d]", i)
		switch {
		case e.ID == "" || !plainID(string(e.ID)):
			l.at("org.yaml", path, fmt.Sprintf("unit id %q is empty or has other signs than letters, digits and dashes", e.ID), "the display name goes under title:")
			continue
		case slices.ContainsFunc(units, func(u voc.Unit) bool { return u.ID == e.ID }):
			l.at("org.yaml", path+".id", fmt.Sprintf("unit id %q stands twice", e.ID), "give every unit an id of its own")
			continue
		}
		if e.Title == "" {
			e.Title = string(e.ID)
		}
		for n, b := range e.Brands {
			l.brand("org.yaml", fmt.Sprintf("%s.brands[%d]", path, n), b, c.Brands)
		}
		for n, id := range e.Stores {
			if !l.broken["stores.yaml"] && !slices.ContainsFunc(c.Stores, func(s voc.Store) bool { return s.ID == id }) {
				l.at("org.yaml", fmt.Sprintf("%s.stores[%d]", path, n), fmt.Sprintf("unknown shop %q", id), "write an id of stores.yaml")
			}
		}
		parent[string(e.ID)] = string(e.Parent)
		units = append(units, voc.Unit(e))
	}
	for i, e := range entries {
		path := fmt.Sprintf("$.units[%d]", i)
		above := slices.IndexFunc(units, func(u voc.Unit) bool { return u.ID == e.Parent })
		switch {
		case e.Parent == "":
		case above < 0:
			l.at("org.yaml", path+".parent", fmt.Sprintf("%s lies under %q, which is not there", e.ID, e.Parent), "write the id of another unit, or leave parent out")
		case circular(parent, string(e.ID)):
			l.at("org.yaml", path+".parent", fmt.Sprintf("following the parents of %s comes back to it", e.ID), "a unit at the top has no parent")
		default:
			l.inside(path, e, units[above])
		}
	}
	return units
}

// inside tells what a unit names and its parent does not own: nobody would see it, and somebody would look
// for the reason.
func (l *loader) inside(path string, e unitEntry, parent voc.Unit) {
	for n, b := range e.Brands {
		if len(parent.Brands) > 0 && !slices.Contains(parent.Brands, b) {
			l.at("org.yaml", fmt.Sprintf("%s.brands[%d]", path, n), fmt.Sprintf("%s names brand %s, which %s does not own", e.ID, b, parent.ID), "a unit sees only what its parent sees: add it there, or take it out here")
		}
	}
	if len(parent.Regions) == 0 && len(parent.Stores) == 0 {
		return
	}
	for n, r := range e.Regions {
		if !slices.Contains(parent.Regions, r) {
			l.at("org.yaml", fmt.Sprintf("%s.regions[%d]", path, n), fmt.Sprintf("%s names %s, which is none of %s: %s", e.ID, r, parent.ID, strings.Join(parent.Regions, ", ")), "a unit sees only what its parent sees: add it there, or take it out here")
		}
	}
}
