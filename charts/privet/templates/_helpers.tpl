{{- define "privet.labels" -}}
app.kubernetes.io/name: privet
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: privet
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | quote }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* What selects the pods of a component: it never changes over upgrades. */}}
{{- define "privet.selector" -}}
app.kubernetes.io/name: privet
app.kubernetes.io/component: {{ . }}
{{- end }}

{{- define "privet.image" -}}
{{- $registry := .Values.global.imageRegistry | default .Values.image.registry -}}
{{- with $registry }}{{ . }}/{{ end }}{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- with .Values.image.digest }}@{{ . }}{{ end }}
{{- end }}

{{/* Of a component: whether a budget leaves a pod to evict. One that leaves none holds up every drain of a node. */}}
{{- define "privet.disruptible" -}}
{{- $replicas := int .replicas -}}
{{- $least := .podDisruptionBudget.minAvailable -}}
{{- $percent := hasSuffix "%" (toString $least) -}}
{{- $needed := ternary (divf (mulf (float64 (trimSuffix "%" (toString $least))) $replicas) 100 | ceil | int) (int $least) $percent -}}
{{- if .podDisruptionBudget.enabled -}}
{{- if lt $needed $replicas -}}
yes
{{- else if gt $replicas 1 -}}
{{- fail (printf "podDisruptionBudget.minAvailable of %v leaves none of %d replicas to evict: no node could be drained" $least $replicas) -}}
{{- end -}}
{{- end -}}
{{- end }}

{{- define "privet.pullSecrets" -}}
{{- with concat .Values.global.imagePullSecrets .Values.imagePullSecrets }}
imagePullSecrets:
{{- toYaml . | nindent 0 }}
{{- end }}
{{- end }}

{{/* The restricted Pod Security Standard. The user is the image's, or the one that OpenShift chooses. */}}
{{- define "privet.podSecurity" -}}
runAsNonRoot: true
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "privet.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{/* Of a component's settings: whole numbers are written as such, not as 1e+06. */}}
{{- define "privet.settings" -}}
{{- range $name, $value := . }}
- name: {{ $name }}
  value: {{ if kindIs "string" $value }}{{ $value | quote }}{{ else }}{{ $value | int64 | toString | quote }}{{ end }}
{{- end }}
{{- end }}

{{/* Traces: where they go is said in OpenTelemetry's own variables. */}}
{{- define "privet.tracing" -}}
{{- if .Values.tracing.enabled }}
- name: PRIVET_TRACES
  value: Otlp
{{- range $name, $value := .Values.tracing.environment }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}
{{- end }}

{{- define "privet.tracingSecret" -}}
{{- if and .Values.tracing.enabled .Values.tracing.secret }}
envFrom:
- secretRef: {name: {{ .Values.tracing.secret | quote }}}
{{- end }}
{{- end }}

{{/* Where a component's pods run. */}}
{{- define "privet.placement" -}}
{{- with .nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .tolerations }}
tolerations:
{{- toYaml . | nindent 0 }}
{{- end }}
{{- with .affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
