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

{{/* An image of somebody else's: {repository, tag, digest}. */}}
{{- define "lib.foreignImage" -}}
{{ .repository }}:{{ .tag }}{{ with .digest }}@{{ . }}{{ end }}
{{- end }}

{{/* (list . "sessions"): the audience of tokens for that service of this release. */}}
{{- define "lib.audience" -}}
{{- $root := index . 0 -}}
{{ index . 1 }}.{{ $root.Release.Namespace }}.{{ $root.Release.Name }}
{{- end }}

{{/* (list . "auth"): the release whose Auth, Sessions or Secrets is called; Secrets comes with its operator and the trust that it keeps. */}}
{{- define "lib.releaseOf" -}}
{{- $root := index . 0 -}}
{{ get $root.Values.global.release (index . 1) | default $root.Release.Name }}
{{- end }}

{{/* (list . "auth" 8081): where it is called. */}}
{{- define "lib.urlOf" -}}
{{- $root := index . 0 -}}
http://{{ include "lib.releaseOf" . }}-{{ index . 1 }}.{{ $root.Release.Namespace }}.svc:{{ index . 2 }}
{{- end }}

{{/* (list . "auth"): the audience of tokens that are presented there. */}}
{{- define "lib.audienceOf" -}}
{{ index . 1 }}.{{ (index . 0).Release.Namespace }}.{{ include "lib.releaseOf" . }}
{{- end }}

{{/* The ConfigMap with what proves service accounts, and the CA of Secrets. */}}
{{- define "lib.trust" -}}
{{ include "lib.releaseOf" (list . "secrets") }}-trust
{{- end }}

{{/*
(list . "auth" "or ..."): a chart that is installed alone says whose Auth, Sessions or Secrets it works with, or it would wait for ever.
In the platform the platform looks, which knows what is enabled.
*/}}
{{- define "lib.requireRelease" -}}
{{- $root := index . 0 -}}
{{- if and $root.Chart.IsRoot (not (get $root.Values.global.release (index . 1))) }}
{{- fail (printf "%s alone has no %s: set global.release.%s to the release of this namespace that has it%s" $root.Chart.Name (title (index . 1)) (index . 1) (index . 2)) }}
{{- end }}
{{- end }}

{{/* (list . "auth"): how services call each other's service accounts. */}}
{{- define "lib.caller" -}}
{{- $root := index . 0 -}}
{{ $root.Release.Namespace }}/{{ $root.Release.Name }}-{{ index . 1 }}
{{- end }}

{{- define "lib.secretsUrl" -}}
https://{{ include "lib.releaseOf" (list . "secrets") }}-secrets.{{ .Release.Namespace }}.svc:8083
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
