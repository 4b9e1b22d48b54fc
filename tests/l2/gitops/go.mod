// Whose resource definitions the examples are held to: read out of these modules, never built.
module privet.test/gitops

go 1.24

require (
	github.com/argoproj/argo-cd/v3 v3.6.1
	github.com/controlplaneio-fluxcd/flux-operator v0.59.0
)
