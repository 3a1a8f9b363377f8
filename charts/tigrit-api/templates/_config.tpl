{{- define "api.config" -}}
api:
  auth:
    url: {{ include "lib.urlOf" (list . "auth" 8081) }}
    token-file: /var/run/secrets/tigrit/auth/token
  sessions:
    url: {{ include "lib.urlOf" (list . "sessions" 8082) }}
{{- end }}
