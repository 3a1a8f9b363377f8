{{- define "operator.namespaces" -}}
{{- $namespaces := deepCopy .Values.namespaces -}}
{{- /* Not merge: an empty list is a valid value. */ -}}
{{- if not (hasKey $namespaces .Release.Namespace) }}{{ $_ := set $namespaces .Release.Namespace (list "*") }}{{ end -}}
{{- toYaml $namespaces }}
{{- end }}

{{- define "operator.config" -}}
release: {{ include "lib.release" . }}
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
{{- /* The Game backend signs with it what Auth verifies. */}}
JWT_SECRET: {{ ternary (list "auth" "game-backend") (list "auth") .Values.global.callers.gameBackend.enabled | toJson }}
{{- /* Authenticates the caller "internal"; all callers of the platform use service account tokens. */}}
INTERNAL_API_SECRET: [auth, sessions]
{{- if .Values.global.telegram.botTokenSecret.name }}
TELEGRAM_BOT_TOKEN: {{ ternary (list "auth" "bot") (list "auth") .Values.global.callers.bot.enabled | toJson }}
{{- end }}
{{- end }}

{{/* The ManagedSecrets that the leader applies: a template cannot contain a custom resource whose CRD is in the same release. */}}
{{- define "operator.documents" -}}
{{- if .Values.defaults.enabled }}
{{- $defaults := include "operator.defaults" . | fromYaml }}
{{- range $key, $rotation := .Values.defaults.rotation }}
{{- if not (hasKey $defaults $key) }}
{{- fail (printf "operator: defaults.rotation.%s is not a default key of this release; the rotation of another key is in its ManagedSecret" $key) }}
{{- end }}
{{- if and (eq $key "TELEGRAM_BOT_TOKEN") (hasKey $rotation "interval") }}
{{- fail "operator: defaults.rotation.TELEGRAM_BOT_TOKEN.interval is not possible: Telegram makes the bot token" }}
{{- end }}
{{- if and (hasKey $rotation "interval") (not (hasKey $rotation "overlap")) }}
{{- fail (printf "operator: defaults.rotation.%s.interval needs an overlap: without one each rotation would refuse what was signed before it" $key) }}
{{- end }}
{{- end }}
{{- range $key, $charts := $defaults }}
{{- $readers := list }}
{{- range $charts }}
{{- $readers = append $readers (include "lib.caller" (list $ .)) }}
{{- end }}
{{- $readers = concat $readers (include "operator.readers" (list $ (index $.Values.defaults.readers $key)) | fromJsonArray) | uniq }}
{{- $spec := dict "key" $key "readers" $readers }}
{{- if eq $key "TELEGRAM_BOT_TOKEN" }}
{{- $_ := set $spec "secretRef" $.Values.global.telegram.botTokenSecret }}
{{- else }}
{{- $_ := set $spec "generate" dict }}
{{- end }}
{{- with get $.Values.defaults.rotation $key }}{{ $_ := set $spec "rotation" . }}{{ end }}
{{ include "operator.document" (list $ (printf "%s-%s" (include "lib.release" $) ($key | lower | replace "_" "-")) $spec) }}
{{- end }}
{{- end }}
{{- range $name, $given := .Values.managedSecrets }}
{{- $spec := deepCopy $given }}
{{- if $spec.readers }}{{ $_ := set $spec "readers" (include "operator.readers" (list $ $spec.readers) | fromJsonArray) }}{{ end }}
{{ include "operator.document" (list $ $name $spec) }}
{{- end }}
{{- end }}

{{/* Readers in JSON; a service of this release may be given by the name of its chart. */}}
{{- define "operator.readers" -}}
{{- $root := index . 0 -}}
{{- $readers := list -}}
{{- range index . 1 -}}
{{- if or (contains "/" .) (eq . "internal") -}}
{{- $readers = append $readers . -}}
{{- else if has . (list "auth" "sessions" "game-backend" "bot" "api") -}}
{{- $readers = append $readers (include "lib.caller" (list $root .)) -}}
{{- else -}}
{{- fail (printf "operator: the reader %s must be <namespace>/<serviceaccount>, internal, or auth, sessions, game-backend, bot or api of this release" .) -}}
{{- end -}}
{{- end -}}
{{- toJson $readers }}
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
