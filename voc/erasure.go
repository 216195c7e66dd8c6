package voc

// SubjectErasure is about people who asked to be forgotten: which request was met, and how much went.
const SubjectErasure Subject = "erasure"

// Erasure asks to forget a person or a post, here and from now on. One of Author and URL is set.
type Erasure struct {
	Author   string `json:"author"`   // hash of an author, or the id or name as the site has it
	URL      string `json:"url"`      // address of a post
	Platform string `json:"platform"` // where an id or a name is from; "" everywhere
	Many     bool   `json:"many"`     // an address that several posts share may cost them all
	Actor    string `json:"actor"`    // who asks for it to be done
}

// Erased says what an Erasure cost.
type Erased struct {
	Posts    int `json:"posts"`    // distinct posts that are gone
	Mentions int `json:"mentions"` // of them, one a brand
	Events   int `json:"events"`   // alerts, orders, letters and messages that quoted them and no longer do
	Listed   int `json:"listed"`   // entries on the opt-out list for it
}
