{{- define "game.config" -}}
game:
  auth:
    url: {{ include "lib.urlOf" (list . "auth" 8081) }}
    token-file: /var/run/secrets/tigrit/auth/token
  sessions:
    url: {{ include "lib.urlOf" (list . "sessions" 8082) }}
    token-file: /var/run/secrets/tigrit/sessions/token
  {{- if not .Values.environmentSecret }}
  secrets:
    url: {{ include "lib.secretsUrl" . }}
    token-file: /var/run/secrets/tigrit/secrets/token
    ca-file: /etc/tigrit/trust/ca.crt
  {{- end }}
  callers:
    "[{{ .Release.Namespace }}/{{ include "lib.releaseOf" (list . "auth") }}-auth]": [ensure-user]
  {{- with .Values.origins }}
  origins: {{ toJson . }}
  {{- end }}
  {{- with .Values.bot }}
  page:
    bot: {{ . }}
  {{- end }}
tigrit:
  trust:
    directory: /etc/tigrit/trust
    audience: {{ include "lib.audience" (list . "game-backend") }}
{{- end }}
