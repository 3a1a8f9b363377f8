{{- define "game.config" -}}
game:
  auth:
    url: http://{{ .Release.Name }}-auth.{{ .Release.Namespace }}.svc:8081
    token-file: /var/run/secrets/tigrit/auth/token
  sessions:
    url: http://{{ .Release.Name }}-sessions.{{ .Release.Namespace }}.svc:8082
    token-file: /var/run/secrets/tigrit/sessions/token
  callers:
    "[{{ include "lib.caller" (list . "auth") }}]": [ensure-user]
  {{- with .Values.origins }}
  origins: {{ toJson . }}
  {{- end }}
tigrit:
  trust:
    directory: /etc/tigrit/trust
    audience: {{ include "lib.audience" (list . "game-backend") }}
{{- end }}
