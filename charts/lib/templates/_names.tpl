{{/* <release>-<chart without tigrit->: every object of a chart, and how the others find it. */}}
{{- define "lib.fullname" -}}
{{- if gt (len .Release.Name) 40 }}{{ fail "the release's name may have 40 characters at most: names of Services are made of it" }}{{ end -}}
{{ .Release.Name }}-{{ trimPrefix "tigrit-" .Chart.Name }}
{{- end }}

{{- define "lib.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "lib.labels" -}}
{{ include "lib.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: tigrit
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "lib.image" -}}
{{- with .Values.global.image.registry }}{{ . }}/{{ end -}}
{{ .Values.image.repository | default (printf "tigrit/%s" .Chart.Name) }}
{{- if .Values.image.digest }}@{{ .Values.image.digest }}
{{- else }}:{{ .Values.image.tag | default .Values.global.image.tag | default .Chart.AppVersion }}{{ end }}
{{- end }}

{{/* (list . "sessions"): the audience of tokens for that service of this installation. */}}
{{- define "lib.audience" -}}
{{- $root := index . 0 -}}
{{ index . 1 }}.{{ $root.Release.Namespace }}.{{ $root.Release.Name }}
{{- end }}

{{/* (list . "auth"): how services call each other's service accounts. */}}
{{- define "lib.caller" -}}
{{- $root := index . 0 -}}
{{ $root.Release.Namespace }}/{{ $root.Release.Name }}-{{ index . 1 }}
{{- end }}

{{- define "lib.secretsUrl" -}}
https://{{ .Release.Name }}-secrets.{{ .Release.Namespace }}.svc:8083
{{- end }}

{{/* Pod Security "restricted". */}}
{{- define "lib.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "lib.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}
