package configs

import (
	"strings"

	"github.com/tingfeng-voc/tingfeng/nlp/llm"
)

// llm checks the section llm of tingfeng.yaml. Its errors begin with the option they are about.
func (l *loader) llm(o llm.Options, c *Config) {
	c.LLM = o
	err := o.Validate()
	if err == nil {
		return
	}
	message := strings.TrimPrefix(err.Error(), "llm: ")
	option, _, _ := strings.Cut(message, " ")
	path := "$.llm." + option
	if l.docs["tingfeng.yaml"].line(path) == 0 {
		path = "$.llm"
	}
	message, remedy, _ := strings.Cut(message, ": ")
	l.at("tingfeng.yaml", path, "llm: "+message, remedy)
}
