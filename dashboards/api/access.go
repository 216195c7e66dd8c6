package api

// accessOperations are those of the door itself: who is there, who may enter.
func (a *door) accessOperations() {
	get(a, "/me", "me", "Who asks, and what they may see and do", a.me)
}
