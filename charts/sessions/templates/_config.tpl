{{/* Callers and their permitted operations. */}}
{{- define "sessions.callers" -}}
{{- if .Values.global.callers.gameBackend.enabled }}
"[{{ include "lib.caller" (list . "game-backend") }}]": [create, list, revoke]
{{- end }}
{{- if .Values.global.callers.bot.enabled }}
"[{{ include "lib.caller" (list . "bot") }}]": [list]
{{- end }}
{{- range $caller, $operations := .Values.callers }}
"[{{ $caller }}]": {{ toJson $operations }}
{{- end }}
{{- end }}

{{- define "sessions.trial" -}}
{{- if not (or .Values.redis.url .Values.redis.urlSecret.name) }}true{{ end }}
{{- end }}

{{- define "sessions.config" -}}
sessions:
  redis:
    {{- if .Values.redis.url }}
    url: {{ .Values.redis.url }}
    {{- else if include "sessions.trial" . }}
    url: redis://{{ include "lib.release" . }}-valkey.{{ .Release.Namespace }}.svc:6379
    {{- end }}
    {{- with .Values.redis.username }}
    username: {{ . | quote }}
    {{- end }}
    cluster: {{ .Values.redis.cluster }}
    {{- if .Values.redis.caSecret.name }}
    ca-file: /etc/tigrit/redis/ca.crt
    {{- end }}
  {{- if not .Values.environmentSecret }}
  secrets:
    url: {{ include "lib.secretsUrl" . }}
    token-file: /var/run/secrets/tigrit/secrets/token
    ca-file: /etc/tigrit/trust/ca.crt
  {{- end }}
  {{- with include "sessions.callers" . | trim }}
  callers:
    {{- . | nindent 4 }}
  {{- end }}
tigrit:
  # The service does not start without this property, which only the ConfigMap sets.
  config:
    loaded: true
  {{- if .Values.trust.enabled }}
  trust:
    directory: /etc/tigrit/trust
    audience: {{ include "lib.audience" (list . "sessions") }}
  {{- end }}
{{- end }}

{{/* Rejects contradictory values, with which the pods could never connect to the store. */}}
{{- define "sessions.check" -}}
{{- $redis := .Values.redis -}}
{{- if and $redis.url $redis.urlSecret.name }}
{{- fail "sessions: redis.url and redis.urlSecret.name exclude each other: set one of them" }}
{{- end }}
{{- if and $redis.passwordSecret.name (include "sessions.trial" .) }}
{{- fail "sessions: redis.passwordSecret.name needs redis.url or redis.urlSecret.name: the default Valkey pod has no password" }}
{{- end }}
{{- if and $redis.username (not $redis.passwordSecret.name) }}
{{- fail "sessions: redis.username needs redis.passwordSecret.name" }}
{{- end }}
{{- if and $redis.cluster (include "sessions.trial" .) }}
{{- fail "sessions: redis.cluster needs redis.url or redis.urlSecret.name: the default Valkey pod is not a Cluster" }}
{{- end }}
{{- if and $redis.cluster (contains "-sentinel://" $redis.url) }}
{{- fail "sessions: redis.cluster cannot be used with the Sentinels of redis.url" }}
{{- end }}
{{- if and $redis.caSecret.name (not $redis.urlSecret.name) (not (hasPrefix "rediss" $redis.url)) }}
{{- fail "sessions: redis.caSecret.name needs redis.url with rediss:// or rediss-sentinel://" }}
{{- end }}
{{- end }}
