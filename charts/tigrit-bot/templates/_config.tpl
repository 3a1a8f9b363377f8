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
    url: http://{{ .Release.Name }}-auth.{{ .Release.Namespace }}.svc:8081
    token-file: /var/run/secrets/tigrit/auth/token
  sessions:
    url: http://{{ .Release.Name }}-sessions.{{ .Release.Namespace }}.svc:8082
    token-file: /var/run/secrets/tigrit/sessions/token
{{- end }}
