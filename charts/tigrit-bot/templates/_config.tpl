{{- define "bot.config" -}}
bot:
  telegram:
    url: {{ .Values.telegram.apiUrl }}
  auth:
    url: http://{{ .Release.Name }}-auth.{{ .Release.Namespace }}.svc:8081
    token-file: /var/run/secrets/tigrit/auth/token
{{- end }}
