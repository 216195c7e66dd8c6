// Package llm asks a language model for a second opinion on the few mentions the local analysis
// doubts, or which many people see. Any endpoint that speaks the chat-completions protocol will do.
//
// What comes back is believed in nothing: posts are answered by ids drawn for the one request,
// labels must be of the lists, aspects of the taxonomy, evidence must stand in the text word for
// word. Whatever fails is dropped and counted, and no sentence the model wrote itself is kept. So a
// post that talks the model into something can spoil its own reading at worst, and a model that
// lies can choose among labels, no more. The reading stands beside the local analysis and never
// overwrites it.
//
// Texts pass a mask before they leave. Requests are paid from a daily allowance of money and
// tokens, answered from a cache where the same text was read before, retried within bounds, and
// stopped by a breaker while the endpoint is away. Every request is told to a ledger.
package llm
