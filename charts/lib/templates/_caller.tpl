{{/* Egress of a caller: Auth, Sessions and its database. */}}
{{- define "lib.callerEgress" -}}
{{- range $name, $port := dict "auth" 8081 "sessions" 8082 }}
- to:
    {{- include "lib.peerOf" (list $ $name) | nindent 4 }}
  ports: [{port: {{ $port }}}]
{{- end }}
- ports: [{port: {{ .Values.database.port }}}]
{{- end }}

{{/* Egress of a caller that reads keys. */}}
{{- define "lib.secretsEgress" -}}
- to:
    {{- include "lib.peerOf" (list . "secrets") | nindent 4 }}
  ports: [{port: 8083}]
{{- end }}
