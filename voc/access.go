package voc

import (
	"slices"
	"time"
)

// UserRole is how much somebody may do. What each may is the table [UserRole.Permits].
type UserRole string

// The roles, from least to most.
const (
	RoleViewer  UserRole = "viewer"  // looks
	RoleAgent   UserRole = "agent"   // works on work orders and incidents, as a store manager or customer care does
	RoleAnalyst UserRole = "analyst" // corrects, exports, sets rules
	RoleAdmin   UserRole = "admin"   // everything, also who may enter
)

// Roles are all roles, from least to most.
func Roles() []UserRole { return []UserRole{RoleViewer, RoleAgent, RoleAnalyst, RoleAdmin} }

// Permission is one thing the door can let somebody do. Every operation of the interface names
// exactly one; tokens hold a list of them.
type Permission string

// The permissions.
const (
	PermitOpen    Permission = "open"    // needs no sign-in: health, sign-in itself
	PermitSelf    Permission = "self"    // one's own account: any signed-in person, no token
	PermitRead    Permission = "read"    // numbers, mentions, incidents, orders, within one's scope
	PermitAct     Permission = "act"     // commands to incidents and work orders, opening an order, saved searches
	PermitCorrect Permission = "correct" // corrections of what the analysis says, decisions on finds
	PermitExport  Permission = "export"  // files out: exports, evidence packs
	PermitRules   Permission = "rules"   // rules, silences, plans
	PermitOperate Permission = "operate" // sources, visits, channels, jobs, retagging, letters
	PermitPush    Permission = "push"    // bring posts, visits and observations
	PermitAdmin   Permission = "admin"   // users, tokens, the audit log, erasure
)

// Permissions are all permissions.
func Permissions() []Permission {
	return []Permission{PermitOpen, PermitSelf, PermitRead, PermitAct, PermitCorrect, PermitExport, PermitRules, PermitOperate, PermitPush, PermitAdmin}
}

// permits is what each role adds to the one before.
var permits = map[UserRole][]Permission{
	RoleViewer:  {PermitOpen, PermitSelf, PermitRead},
	RoleAgent:   {PermitAct},
	RoleAnalyst: {PermitCorrect, PermitExport, PermitRules},
	RoleAdmin:   {PermitOperate, PermitPush, PermitAdmin},
}

// Permits tells whether a role includes a permission. An unknown role permits nothing but what is open.
func (r UserRole) Permits(p Permission) bool {
	if p == PermitOpen {
		return true
	}
	at := slices.Index(Roles(), r)
	for i, role := range Roles() {
		if i <= at && slices.Contains(permits[role], p) {
			return true
		}
	}
	return false
}

// UnitID names a node of the org tree.
type UnitID string

// Unit is a node of the org tree: 集团, 区域 or 门店. What it owns is what it names itself, else all its
// parent owns.
type Unit struct {
	ID      UnitID    `json:"id"`
	Title   string    `json:"title"`  // "华东区"
	Parent  UnitID    `json:"parent"` // "" a root
	Brands  []BrandID `json:"brands"` // empty: the parent's
	Regions []string  `json:"regions"`
	Stores  []StoreID `json:"stores"`
}

// Scope is which voices somebody may see: of these brands, and from one of these regions or stores.
// The zero value is everything. It limits every question besides what was asked for, and can only
// ever narrow it.
type Scope struct {
	Brands  []BrandID `json:"brands"`  // empty: every brand
	Regions []string  `json:"regions"` // provinces; empty together with Stores: everywhere
	Stores  []StoreID `json:"stores"`  // seen besides Regions
	None    bool      `json:"none"`    // sees nothing: a unit that owns nothing
}

// Whole tells whether a scope leaves nothing out.
func (s Scope) Whole() bool {
	return !s.None && len(s.Brands) == 0 && len(s.Regions) == 0 && len(s.Stores) == 0
}

// Sees tells whether something of a brand, a province and a store lies within the scope. A scope of
// places sees nothing that has no place.
func (s Scope) Sees(brand BrandID, region string, store StoreID) bool {
	if s.None || len(s.Brands) > 0 && !slices.Contains(s.Brands, brand) {
		return false
	}
	if len(s.Regions) == 0 && len(s.Stores) == 0 {
		return true
	}
	return region != "" && slices.Contains(s.Regions, region) || store != "" && slices.Contains(s.Stores, store)
}

// User is somebody who may enter. Passwords are kept elsewhere, never in events.
type User struct {
	Name     string    `json:"name"`     // what one signs in with; also the actor of what one does
	Title    string    `json:"title"`    // how people call them: "王芳"
	Role     UserRole  `json:"role"`     //
	Unit     UnitID    `json:"unit"`     // "" the whole house
	Email    string    `json:"email"`    // "" none
	External string    `json:"external"` // subject at the OpenID provider; "" signs in by password
	Disabled bool      `json:"disabled"` //
	MustSet  bool      `json:"must_set"` // has to choose a new password before anything else
	Created  time.Time `json:"created"`  //
	LastSeen time.Time `json:"last_seen"`
}

// Token is a program's key. Its secret is shown once, when it is made, and kept only as a hash.
type Token struct {
	ID      string       `json:"id"`
	Title   string       `json:"title"`   // what it is for: "每晚导出到数仓"
	Owner   string       `json:"owner"`   // user who made it; it never sees or does more than its owner
	Permits []Permission `json:"permits"` //
	Unit    UnitID       `json:"unit"`    // "" the owner's
	Created time.Time    `json:"created"`
	Expires time.Time    `json:"expires"` // zero: never
	Revoked time.Time    `json:"revoked"` // zero: valid
	Used    time.Time    `json:"used"`    // last, to the minute; zero: never
}

// Viewer is who asks: what the door made of a session or a token. The pages and every handler see
// only this.
type Viewer struct {
	Name    string       `json:"name"`    // of the user; "tingfeng" when nobody has to sign in
	Title   string       `json:"title"`   //
	Role    UserRole     `json:"role"`    //
	Permits []Permission `json:"permits"` // what may be done; of a token the part of its owner's it holds
	Unit    UnitID       `json:"unit"`    //
	Scope   Scope        `json:"scope"`   //
	Token   string       `json:"token"`   // id of the token asked with; "" a person
	MustSet bool         `json:"must_set"`
}

// May tells whether a viewer is permitted something.
func (v Viewer) May(p Permission) bool { return p == PermitOpen || slices.Contains(v.Permits, p) }

// AccessRecord is a line of the audit log: one change, one export, one sign-in, allowed or refused.
type AccessRecord struct {
	At      time.Time `json:"at"`
	Actor   string    `json:"actor"`   // user's name; of a refused sign-in the name that was tried
	Token   string    `json:"token"`   // id of the token used; "" none
	Action  string    `json:"action"`  // id of the operation: "orders-command", "mentions-export", "sign-in"
	Object  string    `json:"object"`  // what it was done to, as the address named it: "WO-20260101-1"
	Detail  string    `json:"detail"`  // what is to be known besides, for people: the filter of an export, how many rows
	Status  int       `json:"status"`  // of the answer
	Address string    `json:"address"` // network address it came from
}

// JobState is how far a long piece of work is.
type JobState string

// The states of jobs.
const (
	JobRunning  JobState = "running"
	JobDone     JobState = "done"
	JobFailed   JobState = "failed"
	JobCanceled JobState = "canceled"
	JobCutOff   JobState = "interrupted" // the process ended before it did
)

// Job is a long piece of work that runs beside everything else: retagging, backfill, an export, a
// search for new words.
type Job struct {
	ID      string    `json:"id"`
	Kind    string    `json:"kind"`    // "retag", "backfill", "export", "discover", …
	Title   string    `json:"title"`   // for people: "补采 论坛 11-01 至 11-07"
	Actor   string    `json:"actor"`   // who began it
	State   JobState  `json:"state"`   //
	Done    int64     `json:"done"`    // of Total
	Total   int64     `json:"total"`   // 0: not known
	Unit    string    `json:"unit"`    // of Done and Total, for people: "条", "页"
	Began   time.Time `json:"began"`   //
	Ended   time.Time `json:"ended"`   // zero: not yet
	Problem string    `json:"problem"` // why it failed, for people
	CanStop bool      `json:"can_stop"`
	Again   bool      `json:"again"` // it ended before everything was done and can be begun again where it stopped
	Spec    string    `json:"-"`     // by what it is begun again; "" it cannot be
}
