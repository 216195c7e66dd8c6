// Package api is the door of the dashboard: the JSON interface under /api/v1, the built pages, and
// the checks everybody who knocks must pass.
//
// The OpenAPI document is generated from the handlers and kept in openapi.json; a test fails when
// the two differ. Everything that is counted comes from the store; everything that somebody must do
// (work orders, alerts, letters, pushed posts) comes through the func fields of [Options], because
// this package does not know the pipeline.
//
// The walk of a request: recover → log → headers → host → token → cross-origin → body limit →
// compression and ETag → the operation. See [New] for the order and guard.go for the reasons.
package api
