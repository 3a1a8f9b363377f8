{{/* What the names of all objects begin with, and by what they are selected. */}}
{{- define "lib.release" -}}
{{ .Values.global.nameOverride | default .Release.Name }}
{{- end }}

{{/* <release>-<chart without tigrit->: the name of every object of a chart, by which other charts find it. */}}
{{- define "lib.fullname" -}}
{{- if gt (len (include "lib.release" .)) 40 }}{{ fail "the release's name must not exceed 40 characters, because names of Services contain it" }}{{ end -}}
{{ include "lib.release" . }}-{{ trimPrefix "tigrit-" .Chart.Name }}
{{- end }}

{{- define "lib.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ include "lib.release" . }}
{{- end }}

{{- define "lib.labels" -}}
{{ include "lib.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: tigrit
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version | replace "+" "_" }}
{{- with .Values.global.labels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* (list . "auth"): the service account of that service. */}}
{{- define "lib.serviceAccountOf" -}}
{{- $root := index . 0 -}}
{{ get $root.Values.global.serviceAccounts (index . 1) | default (printf "%s-%s" (include "lib.release" $root) (index . 1)) }}
{{- end }}

{{/* That of this chart. */}}
{{- define "lib.serviceAccount" -}}
{{ include "lib.serviceAccountOf" (list . (trimPrefix "tigrit-" .Chart.Name)) }}
{{- end }}

{{- define "lib.image" -}}
{{- with .Values.global.image.registry }}{{ . }}/{{ end -}}
{{ .Values.image.repository | default (printf "tigrit/%s" .Chart.Name) }}
{{- if .Values.image.digest }}@{{ .Values.image.digest }}
{{- else }}:{{ .Values.image.tag | default .Values.global.image.tag | default .Chart.AppVersion }}{{ end }}
{{- end }}

{{/* A third-party image: {repository, tag, digest}. */}}
{{- define "lib.foreignImage" -}}
{{ .repository }}:{{ .tag }}{{ with .digest }}@{{ . }}{{ end }}
{{- end }}

{{/* (list . "sessions"): the audience of tokens for that service of this release. */}}
{{- define "lib.audience" -}}
{{- $root := index . 0 -}}
{{ index . 1 }}.{{ $root.Release.Namespace }}.{{ include "lib.release" $root }}
{{- end }}

{{/* (list . "auth"): the release whose Auth, Sessions or Secrets is called. That of Secrets also has its operator and the trust ConfigMap. */}}
{{- define "lib.releaseOf" -}}
{{- $root := index . 0 -}}
{{ get $root.Values.global.release (index . 1) | default (include "lib.release" $root) }}
{{- end }}

{{/* (list . "auth" 8081): its URL. */}}
{{- define "lib.urlOf" -}}
{{- $root := index . 0 -}}
http://{{ include "lib.releaseOf" . }}-{{ index . 1 }}.{{ $root.Release.Namespace }}.svc:{{ index . 2 }}
{{- end }}

{{/* (list . "auth"): the audience of tokens that are presented there. */}}
{{- define "lib.audienceOf" -}}
{{ index . 1 }}.{{ (index . 0).Release.Namespace }}.{{ include "lib.releaseOf" . }}
{{- end }}

{{/* The ConfigMap with the keys that verify service account tokens, and the CA of Secrets. */}}
{{- define "lib.trust" -}}
{{ include "lib.releaseOf" (list . "secrets") }}-trust
{{- end }}

{{/*
(list . "auth" "or ..."): a chart that is installed alone needs the release of Auth, Sessions or Secrets, otherwise its pods never become ready.
In the platform check.yaml tests this, because only the platform knows which charts are enabled.
*/}}
{{- define "lib.requireRelease" -}}
{{- $root := index . 0 -}}
{{- if and $root.Chart.IsRoot (not (get $root.Values.global.release (index . 1))) }}
{{- fail (printf "%s alone has no %s: set global.release.%s to the release in this namespace that has it%s" $root.Chart.Name (title (index . 1)) (index . 1) (index . 2)) }}
{{- end }}
{{- end }}

{{/* (list . "auth"): <namespace>/<service account> of that service, as in the list of callers. */}}
{{- define "lib.caller" -}}
{{- $root := index . 0 -}}
{{ $root.Release.Namespace }}/{{ include "lib.serviceAccountOf" . }}
{{- end }}

{{- define "lib.secretsUrl" -}}
https://{{ include "lib.releaseOf" (list . "secrets") }}-secrets.{{ .Release.Namespace }}.svc:8083
{{- end }}

{{/* Pod Security "restricted". */}}
{{- define "lib.podSecurityContext" -}}
{{- $context := dict "runAsNonRoot" true "seccompProfile" (dict "type" "RuntimeDefault") }}
{{- if .Values.global.securityContext.fixedIds }}
{{- $context = merge $context (dict "runAsUser" 65532 "runAsGroup" 65532 "fsGroup" 65532) }}
{{- end }}
{{- toYaml (mergeOverwrite $context (deepCopy .Values.podSecurityContext)) }}
{{- end }}

{{- define "lib.containerSecurityContext" -}}
{{- toYaml (mergeOverwrite (dict "allowPrivilegeEscalation" false "readOnlyRootFilesystem" true "capabilities" (dict "drop" (list "ALL")))
  (deepCopy .Values.containerSecurityContext)) }}
{{- end }}
