{{/* Environment of an application with a PostgreSQL database; the password is in fromSecret. */}}
{{- define "lib.databaseEnv" -}}
{{- $database := .Values.database -}}
- {name: DATABASE_HOST, value: {{ required "database.host: the host of PostgreSQL" $database.host | quote }}}
- {name: DATABASE_PORT, value: {{ $database.port | quote }}}
- {name: DATABASE_NAME, value: {{ required "database.name: the name of the PostgreSQL database" $database.name | quote }}}
- {name: DATABASE_USER, value: {{ required "database.user: the user of PostgreSQL" $database.user | quote }}}
{{- if $database.caSecret.name }}
- {name: DATABASE_SSLMODE, value: verify-full}
- {name: DATABASE_CA, value: /etc/tigrit/database/ca.crt}
{{- else }}
- {name: DATABASE_SSLMODE, value: {{ $database.sslMode }}}
{{- end }}
{{- end }}

{{- define "lib.databasePassword" -}}
{{- $secret := .Values.database.passwordSecret -}}
name: DATABASE_PASSWORD
secret: {{ required "database.passwordSecret.name: the Secret with the password of PostgreSQL" $secret.name }}
key: {{ $secret.key }}
{{- end }}
