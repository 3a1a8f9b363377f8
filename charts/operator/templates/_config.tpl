{{- define "operator.namespaces" -}}
{{- $namespaces := deepCopy .Values.namespaces -}}
{{- /* Not merge: an empty list is an answer. */ -}}
{{- if not (hasKey $namespaces .Release.Namespace) }}{{ $_ := set $namespaces .Release.Namespace (list "*") }}{{ end -}}
{{- toYaml $namespaces }}
{{- end }}

{{- define "operator.config" -}}
release: {{ .Release.Name }}
namespace: {{ .Release.Namespace }}
namespaces:
  {{- include "operator.namespaces" . | nindent 2 }}
quota:
  {{- toYaml .Values.quota | nindent 2 }}
certificate:
  mode: {{ .Values.certificate.mode }}
{{- end }}

{{/* The names of the keys and the charts that read them. */}}
{{- define "operator.defaults" -}}
SESSION_SIGNING_KEY: [sessions]
JWT_SECRET: [auth]
{{- /* They let the caller "internal" in by it; all callers of the platform have tokens of their service accounts. */}}
INTERNAL_API_SECRET: [auth, sessions]
{{- if .Values.global.telegram.botTokenSecret.name }}
TELEGRAM_BOT_TOKEN: {{ ternary (list "auth" "bot") (list "auth") .Values.global.callers.bot.enabled | toJson }}
{{- end }}
{{- end }}

{{/* The documents that the leader applies: no template may hold a custom resource whose definition the same release brings. */}}
{{- define "operator.documents" -}}
{{- if .Values.defaults.enabled }}
{{- range $key, $charts := include "operator.defaults" . | fromYaml }}
{{- $readers := list }}
{{- range $charts }}
{{- $readers = append $readers (include "lib.caller" (list $ .)) }}
{{- end }}
{{- $readers = concat $readers (index $.Values.defaults.readers $key | default list) | uniq }}
{{- $spec := dict "key" $key "readers" $readers }}
{{- if eq $key "TELEGRAM_BOT_TOKEN" }}
{{- $_ := set $spec "secretRef" $.Values.global.telegram.botTokenSecret }}
{{- else }}
{{- $_ := set $spec "generate" dict }}
{{- end }}
{{ include "operator.document" (list $ (printf "%s-%s" $.Release.Name ($key | lower | replace "_" "-")) $spec) }}
{{- end }}
{{- end }}
{{- range $name, $spec := .Values.managedSecrets }}
{{ include "operator.document" (list $ $name $spec) }}
{{- end }}
{{- end }}

{{- define "operator.document" -}}
{{- $root := index . 0 -}}
{{ index . 1 }}.yaml: |
  apiVersion: secrets.tigrit.dev/v1alpha1
  kind: ManagedSecret
  metadata:
    name: {{ index . 1 }}
    namespace: {{ $root.Release.Namespace }}
    labels:
      app.kubernetes.io/managed-by: tigrit-operator
      app.kubernetes.io/part-of: tigrit
  spec:
    {{- index . 2 | toYaml | nindent 4 }}
{{- end }}
