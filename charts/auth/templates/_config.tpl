{{/* Callers and their permitted operations. */}}
{{- define "auth.callers" -}}
{{- if .Values.global.callers.bot.enabled }}
"[{{ include "lib.caller" (list . "bot") }}]": [ensure-telegram-user]
{{- end }}
{{- range $caller, $operations := .Values.callers }}
"[{{ $caller }}]": {{ toJson $operations }}
{{- end }}
{{- end }}

{{- define "auth.gameBackendUrl" -}}
{{- if .Values.gameBackend.url }}{{ .Values.gameBackend.url }}
{{- else if or .Values.global.callers.gameBackend.enabled (get .Values.global.release "game-backend") }}
{{- include "lib.urlOf" (list . "game-backend" 8084) }}
{{- end }}
{{- end }}

{{- define "auth.config" -}}
auth:
  {{- include "auth.accepted" . | nindent 2 }}
  {{- if not .Values.environmentSecret }}
  secrets:
    url: {{ include "lib.secretsUrl" . }}
    token-file: /var/run/secrets/tigrit/secrets/token
    ca-file: /etc/tigrit/trust/ca.crt
  {{- end }}
  {{- with include "auth.gameBackendUrl" . }}
  game-backend:
    url: {{ . }}
    {{- if $.Values.trust.enabled }}
    token-file: /var/run/secrets/tigrit/game-backend/token
    {{- end }}
  {{- end }}
  {{- with include "auth.callers" . | trim }}
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
    audience: {{ include "lib.audience" (list . "auth") }}
  {{- end }}
{{- end }}
