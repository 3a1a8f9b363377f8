{{- define "secrets.config" -}}
secrets:
  bundle:
    directory: /etc/tigrit/bundle
  admin:
    port: 9443
    subject: {{ include "lib.caller" (list . "operator") }}
    audience: {{ include "lib.audience" (list . "secrets-admin") }}
  tls:
    certificate: /etc/tigrit/tls/tls.crt
    private-key: /etc/tigrit/tls/tls.key
tigrit:
  trust:
    directory: /etc/tigrit/trust
    audience: {{ include "lib.audience" (list . "secrets") }}
{{- end }}
