{{/* Whether the bot reads the token from Secrets. */}}
{{- define "bot.followsToken" -}}
{{- if and .Values.global.telegram.botTokenSecret.name (not .Values.environmentSecret) }}true{{ end }}
{{- end }}

{{- define "bot.config" -}}
bot:
  mode: {{ .Values.mode }}
  {{- with .Values.webhook.url }}
  webhook:
    url: {{ . }}
  {{- end }}
  telegram:
    api-url: {{ .Values.telegram.apiUrl }}
  auth:
    url: {{ include "lib.urlOf" (list . "auth" 8081) }}
    token-file: /var/run/secrets/tigrit/auth/token
  sessions:
    url: {{ include "lib.urlOf" (list . "sessions" 8082) }}
    token-file: /var/run/secrets/tigrit/sessions/token
  {{- if include "bot.followsToken" . }}
  secrets:
    url: {{ include "lib.secretsUrl" . }}
    token-file: /var/run/secrets/tigrit/secrets/token
    ca-file: /etc/tigrit/trust/ca.crt
  {{- end }}
{{- end }}
