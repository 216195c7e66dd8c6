package voc

// BrandID names a brand as the configuration does, e.g. "qingheng". Empty: no brand was matched.
type BrandID string

// Brand is a name under which people speak of a business: ours or a competitor's.
type Brand struct {
	ID   BrandID `json:"id"`
	Name string  `json:"name"`
	Own  bool    `json:"own"` // ours: complaints open work orders; competitors are only compared
}

// StoreID names a shop as the configuration does, e.g. "sh-jingan-01".
type StoreID string

// Store is one shop of a brand, the leaf of the organisation.
type Store struct {
	ID       StoreID  `json:"id"`
	Name     string   `json:"name"`
	Brand    BrandID  `json:"brand"`
	Area     string   `json:"area"`     // 区域, "华东"
	Province string   `json:"province"` // "上海"
	City     string   `json:"city"`
	Manager  string   `json:"manager"` // who gets its work orders
	Aliases  []string `json:"aliases"` // how people write it: "静安店", "静安寺那家"
}
