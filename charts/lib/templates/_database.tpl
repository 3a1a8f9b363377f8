{{/* Environment of a program with a PostgreSQL; the password is in fromSecret. */}}
{{- define "lib.databaseEnv" -}}
{{- $database := .Values.database -}}
- {name: DATABASE_HOST, value: {{ required "database.host: where PostgreSQL is" $database.host | quote }}}
- {name: DATABASE_PORT, value: {{ $database.port | quote }}}
- {name: DATABASE_NAME, value: {{ required "database.name: of the PostgreSQL database" $database.name | quote }}}
- {name: DATABASE_USER, value: {{ required "database.user: of PostgreSQL" $database.user | quote }}}
- {name: DATABASE_SSLMODE, value: {{ $database.sslMode }}}
{{- end }}

{{- define "lib.databasePassword" -}}
{{- $secret := .Values.database.passwordSecret -}}
name: DATABASE_PASSWORD
secret: {{ required "database.passwordSecret.name: the Secret with the password of PostgreSQL" $secret.name }}
key: {{ $secret.key }}
{{- end }}
