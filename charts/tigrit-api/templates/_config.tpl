{{- define "api.config" -}}
api:
  auth:
    url: http://{{ .Release.Name }}-auth.{{ .Release.Namespace }}.svc:8081
    token-file: /var/run/secrets/tigrit/auth/token
  sessions:
    url: http://{{ .Release.Name }}-sessions.{{ .Release.Namespace }}.svc:8082
{{- end }}
