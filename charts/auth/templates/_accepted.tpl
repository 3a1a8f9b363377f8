{{/* The values telegram, bots, jwt-secret and issuers as properties of the service. */}}
{{- define "auth.accepted" -}}
{{- $bots := include "auth.bots" . | fromJsonArray -}}
telegram:
  enabled: {{ ternary (not (empty (or $bots .Values.environmentSecret .Values.global.telegram.botTokenSecret.name))) .Values.telegram.enabled (eq (toString .Values.telegram.enabled) "auto") }}
  {{- omit .Values.telegram "enabled" "oidc" | toYaml | nindent 2 }}
  oidc:
    {{- include "auth.given" .Values.telegram.oidc | nindent 4 }}
  {{- with $bots }}
  bots:
    {{- toYaml . | nindent 4 }}
  {{- end }}
jwt-secret:
  {{- include "auth.given" (index .Values "jwt-secret") | nindent 2 }}
{{- with .Values.issuers }}
issuers:
  {{- range $name, $issuer := . }}
  {{ $name | quote }}:
    {{- $properties := dict }}
    {{- range $property, $value := $issuer }}
    {{- $_ := set $properties $property (include "auth.property" (list "ISSUER" $name $property $value) | fromJson).value }}
    {{- end }}
    {{- toYaml $properties | nindent 4 }}
  {{- end }}
{{- end }}
{{- end }}

{{/* Without empty values. */}}
{{- define "auth.given" -}}
{{- $given := dict -}}
{{- range $key, $value := . -}}
{{- if or $value (kindIs "bool" $value) }}{{ $_ := set $given $key $value }}{{ end -}}
{{- end -}}
{{- toYaml $given }}
{{- end }}

{{/* The list of bots in JSON, with the release's own: the service adds that only if there is no list. */}}
{{- define "auth.bots" -}}
{{- $bots := list -}}
{{- $own := and .Values.bots (or .Values.environmentSecret .Values.global.telegram.botTokenSecret.name) -}}
{{- range $name, $bot := .Values.bots -}}
{{- $properties := dict -}}
{{- range $property, $value := $bot -}}
{{- $_ := set $properties $property (include "auth.property" (list "BOT" $name $property $value) | fromJson).value -}}
{{- end -}}
{{- if eq (get $properties "token") "TELEGRAM_BOT_TOKEN" }}{{ $own = false }}{{ end -}}
{{- $bots = append $bots $properties -}}
{{- end -}}
{{- if $own }}{{ $bots = prepend $bots (dict "token" "TELEGRAM_BOT_TOKEN") }}{{ end -}}
{{- toJson $bots }}
{{- end }}

{{/* Name of the environment variable for a reference: (list "BOT" <name> <property>). */}}
{{- define "auth.variable" -}}
{{ printf "%s_%s_%s" (index . 0) (index . 1) (index . 2) | replace "-" "_" | upper }}
{{- end }}

{{/* {value: ...} in JSON, the value of the service's property for a reference: (list "ISSUER" <name> <property> <value>). */}}
{{- define "auth.property" -}}
{{- $name := index . 1 -}}
{{- $property := index . 2 -}}
{{- $value := index . 3 -}}
{{- if kindIs "map" $value -}}
{{- if has $property (list "ca-file" "jwks") -}}
{{- $value = printf "/etc/tigrit/issuers/%s/%s" $name (get (dict "ca-file" "ca/ca.crt" "jwks" "jwks/jwks.json") $property) -}}
{{- else if eq $property "proxy" -}}
{{- $value = printf "${%s}" (include "auth.variable" .) -}}
{{- else -}}
{{- $value = include "auth.variable" . -}}
{{- end -}}
{{- end -}}
{{- dict "value" $value | toJson -}}
{{- end }}

{{/* The variables of bots and issuers in JSON, as lib.deployment takes them. */}}
{{- define "auth.environment" -}}
{{- $variables := list -}}
{{- range $kind, $entries := dict "BOT" .Values.bots "ISSUER" .Values.issuers -}}
{{- range $name, $entry := $entries -}}
{{- range $property := list "token" "web-app-secret" "secret" "proxy" -}}
{{- $value := get $entry $property -}}
{{- $variable := include "auth.variable" (list $kind $name $property) -}}
{{- if kindIs "map" $value -}}
{{- $reference := $value.secretKeyRef -}}
{{- $variables = append $variables (dict "name" $variable "secret" $reference.name "key" $reference.key) -}}
{{- if ne $property "proxy" -}}
{{- /* The previous value is accepted during a rotation. */ -}}
{{- $variables = append $variables (dict "name" (printf "%s_PREVIOUS" $variable) "secret" $reference.name "key" (printf "%s_PREVIOUS" $reference.key) "optional" true) -}}
{{- end -}}
{{- else if and $value $.Values.environmentSecret (ne $property "proxy") (not (has $value (list "TELEGRAM_BOT_TOKEN" "JWT_SECRET" "INTERNAL_API_SECRET"))) -}}
{{- $variables = append $variables (dict "name" $value "secret" $.Values.environmentSecret "key" $value) -}}
{{- $variables = append $variables (dict "name" (printf "%s_PREVIOUS" $value) "secret" $.Values.environmentSecret "key" (printf "%s_PREVIOUS" $value) "optional" true) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- toJson (uniq $variables) }}
{{- end }}

{{/* The files of issuers. */}}
{{- define "auth.volumes" -}}
{{- range $name, $issuer := .Values.issuers }}
{{- range $property, $file := dict "ca-file" "ca.crt" "jwks" "jwks.json" }}
{{- $value := get $issuer $property }}
{{- if kindIs "map" $value }}
{{ include "lib.fileVolume" (list (printf "issuer-%s-%s" $name (trimSuffix "-file" $property)) $file $value) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "auth.mounts" -}}
{{- range $name, $issuer := .Values.issuers }}
{{- range $property := list "ca-file" "jwks" }}
{{- if kindIs "map" (get $issuer $property) }}
{{- $what := trimSuffix "-file" $property }}
{{ include "lib.fileMount" (list (printf "issuer-%s-%s" $name $what) (printf "/etc/tigrit/issuers/%s/%s" $name $what)) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* Ports of the JWK Set URLs and of their proxies, in JSON. */}}
{{- define "auth.keyPorts" -}}
{{- $ports := list 443 -}}
{{- $addresses := list -}}
{{- if index .Values.telegram.oidc "client-ids" }}{{ $addresses = append $addresses (index .Values.telegram.oidc "jwks-url") }}{{ end -}}
{{- range .Values.issuers -}}
{{- $url := get . "jwks-url" -}}
{{- if and $url (kindIs "string" .proxy) -}}
{{- $addresses = append $addresses (ternary .proxy (printf "http://%s" .proxy) (hasPrefix "http://" .proxy)) -}}
{{- else if and $url (not .proxy) -}}
{{- $addresses = append $addresses $url -}}
{{- end -}}
{{- end -}}
{{- range $addresses -}}
{{- $port := regexFind ":[0-9]+$" (urlParse .).host | trimPrefix ":" -}}
{{- $ports = append $ports (int ($port | default (ternary 443 80 (hasPrefix "https:" .)))) -}}
{{- end -}}
{{- toJson (uniq $ports) }}
{{- end }}
