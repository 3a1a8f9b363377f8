{{/* Rejects values with which the service would not start, before anything is installed. */}}
{{- define "auth.check" -}}
{{- include "auth.checkConfig" . }}
{{- range $name, $bot := .Values.bots }}
{{- include "auth.checkBot" (list (printf "auth: bots.%s" $name) $bot) }}
{{- end }}
{{- $telegram := include "auth.list" (index .Values.telegram.oidc "client-ids") | fromJsonArray }}
{{- range $telegram }}
{{- if not (trim .) }}{{ fail "auth: telegram.oidc.client-ids has an empty entry" }}{{ end }}
{{- end }}
{{- include "auth.checkUrl" (list "auth: telegram.oidc.jwks-url" (index .Values.telegram.oidc "jwks-url") false) }}
{{- if gt (include "auth.millis" (index .Values "jwt-secret" "max-lifetime") | int64) 86400000 }}
{{- fail "auth: jwt-secret.max-lifetime is at most 24h" }}
{{- end }}
{{- range $name, $issuer := .Values.issuers }}
{{- $value := printf "auth: issuers.%s" $name }}
{{- if or (eq $name "jwt-secret") (and $telegram (eq $name "telegram")) }}
{{- fail (printf "%s: this name is reserved for a built-in issuer" $value) }}
{{- end }}
{{- include "auth.checkNames" (list $value $issuer) }}
{{- include "auth.checkKeys" (list $value $issuer) }}
{{- include "auth.checkRecipient" (list $value $issuer) }}
{{- include "auth.checkAlgorithms" (list $value $issuer) }}
{{- if and $.Values.networkPolicy.enabled (kindIs "map" $issuer.proxy) (not $.Values.networkPolicy.egress) }}
{{- fail (printf "%s.proxy is in a Secret, so its port is not known: allow it in networkPolicy.egress" $value) }}
{{- end }}
{{- end }}
{{- end }}

{{/* The groups of properties that config may have below auth: all groups of the service except those that are values. */}}
{{- define "auth.free" -}}
["callers", "forwardauth", "gamebackend", "jwks", "replay", "secrets"]
{{- end }}

{{/* Spring Boot reads auth.jwt-secret, auth.jwtSecret and AUTH.JWT_SECRET alike, nested or joined by dots. */}}
{{- define "auth.checkConfig" -}}
{{- $free := include "auth.free" . | fromJsonArray }}
{{- range $key, $value := .Values.config }}
{{- $path := splitList "." $key }}
{{- if eq (include "auth.relaxed" (first $path)) "auth" }}
{{- $groups := list (join "." (rest $path)) }}
{{- if eq (len $path) 1 }}{{ $groups = ternary (keys $value) list (kindIs "map" $value) }}{{ end }}
{{- range $group := $groups }}
{{- $relaxed := include "auth.relaxed" (regexFind "^[^.\\[]*" $group) }}
{{- if has $relaxed (list "telegram" "jwtsecret" "issuers") }}
{{- fail (printf "auth: config.auth.%s is a separate value: %s" $group (get (dict "telegram" "telegram, and bots for its bots" "jwtsecret" "jwt-secret" "issuers" "issuers") $relaxed)) }}
{{- else if not (has $relaxed $free) }}
{{- fail (printf "auth: config.auth.%s is not a property of the service" $group) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "auth.relaxed" -}}
{{ . | lower | replace "-" "" | replace "_" "" }}
{{- end }}

{{/* A list in JSON, from a list or from text with commas. */}}
{{- define "auth.list" -}}
{{- $items := list -}}
{{- if kindIs "string" . -}}
{{- if . }}{{ range splitList "," . }}{{ $items = append $items (trim .) }}{{ end }}{{ end -}}
{{- else -}}
{{- range . }}{{ $items = append $items . }}{{ end -}}
{{- end -}}
{{- toJson $items }}
{{- end }}

{{- define "auth.millis" -}}
{{ mul (regexFind "^[0-9]+" . | atoi) (get (dict "ms" 1 "s" 1000 "m" 60000 "h" 3600000 "d" 86400000) (regexFind "[a-z]+$" .)) }}
{{- end }}

{{- define "auth.checkBot" -}}
{{- $value := index . 0 }}
{{- $bot := index . 1 }}
{{- $secret := get $bot "web-app-secret" }}
{{- if and $bot.token $secret }}{{ fail (printf "%s: token and web-app-secret exclude each other" $value) }}{{ end }}
{{- if and $bot.token $bot.id }}{{ fail (printf "%s.id is part of the token: set one of them" $value) }}{{ end }}
{{- if not (or $bot.token $bot.id) }}{{ fail (printf "%s.id is required without a token" $value) }}{{ end }}
{{- if and (not $bot.token) (not $secret) (ne ($bot.accept | default "hmac") "ed25519") }}
{{- fail (printf "%s.accept must be ed25519 without a token and a web-app-secret" $value) }}
{{- end }}
{{- end }}

{{- define "auth.checkNames" -}}
{{- $value := index . 0 }}
{{- $issuer := index . 1 }}
{{- $names := concat (include "auth.list" $issuer.issuers | fromJsonArray) (ternary (list $issuer.issuer) list (hasKey $issuer "issuer")) }}
{{- if not $names }}{{ fail (printf "%s.issuer is required: the exact iss of its tokens" $value) }}{{ end }}
{{- range $names }}
{{- if not (trim .) }}{{ fail (printf "%s.issuer is empty" $value) }}{{ end }}
{{- if not (regexMatch "^[^{}]*(\\{[^{}]+\\}[^{}]*)?$" .) }}
{{- fail (printf "%s.issuer may have one claim in braces, as https://login.example/{tid}/v2.0" $value) }}
{{- end }}
{{- with regexFind "\\{.*\\}" . }}{{ include "auth.checkClaim" (list (printf "%s.issuer" $value) (trimAll "{}" .)) }}{{ end }}
{{- end }}
{{- if hasKey $issuer "user-id-claim" }}
{{- include "auth.checkClaim" (list (printf "%s.user-id-claim" $value) (get $issuer "user-id-claim")) }}
{{- end }}
{{- range include "auth.list" (get $issuer "required-claims") | fromJsonArray }}
{{- include "auth.checkClaim" (list (printf "%s.required-claims" $value) (splitList "=" . | first)) }}
{{- end }}
{{- range include "auth.list" $issuer.typ | fromJsonArray }}
{{- if not (trim .) }}{{ fail (printf "%s.typ has an empty entry: use none for a header without typ" $value) }}{{ end }}
{{- end }}
{{- end }}

{{- define "auth.checkClaim" -}}
{{- if not (trim (index . 1)) }}{{ fail (printf "%s is empty" (index . 0)) }}{{ end }}
{{- if gt (len (splitList "." (index . 1))) 17 }}{{ fail (printf "%s has more than 16 dots" (index . 0)) }}{{ end }}
{{- end }}

{{- define "auth.checkKeys" -}}
{{- $value := index . 0 }}
{{- $issuer := index . 1 }}
{{- $url := get $issuer "jwks-url" }}
{{- $http := get $issuer "allow-http" }}
{{- if not (or $url $issuer.jwks $issuer.secret) }}
{{- fail (printf "%s needs at least one of jwks-url, jwks and secret" $value) }}
{{- end }}
{{- range list "allow-http" "proxy" "ca-file" }}
{{- if and (not $url) (get $issuer .) }}{{ fail (printf "%s.%s requires a jwks-url" $value .) }}{{ end }}
{{- end }}
{{- if and (get $issuer "ca-file") (not (hasPrefix "https:" $url)) }}
{{- fail (printf "%s.ca-file requires https in jwks-url" $value) }}
{{- end }}
{{- if and $http (not (hasPrefix "http:" $url)) }}
{{- fail (printf "%s.allow-http requires http in jwks-url" $value) }}
{{- end }}
{{- if $url }}{{ include "auth.checkUrl" (list (printf "%s.jwks-url" $value) $url $http) }}{{ end }}
{{- if kindIs "string" $issuer.jwks }}{{ include "auth.checkJwks" (list (printf "%s.jwks" $value) $issuer.jwks) }}{{ end }}
{{- end }}

{{- define "auth.checkUrl" -}}
{{- $loopback := regexMatch "^http://(localhost|\\[::1\\]|127(\\.[0-9]{1,3}){3})(:|/|$)" (index . 1) }}
{{- if and (hasPrefix "http:" (index . 1)) (not (or (index . 2) $loopback)) }}
{{- fail (printf "%s must be https, or http if allow-http is set" (index . 0)) }}
{{- end }}
{{- end }}

{{/* Public keys only, because the value is stored in a ConfigMap. */}}
{{- define "auth.checkJwks" -}}
{{- $set := index . 1 | fromJson }}
{{- if not (kindIs "slice" $set.keys) }}{{ fail (printf "%s is not a JWK Set in JSON" (index . 0)) }}{{ end }}
{{- if not $set.keys }}{{ fail (printf "%s has no usable key" (index . 0)) }}{{ end }}
{{- range $set.keys }}
{{- if and (kindIs "map" .) (or (hasKey . "d") (hasKey . "k")) }}
{{- fail (printf "%s has a private or shared key, which must not be stored in a ConfigMap: use the public key" (index $ 0)) }}
{{- end }}
{{- end }}
{{- end }}

{{- define "auth.checkRecipient" -}}
{{- $value := index . 0 }}
{{- $issuer := index . 1 }}
{{- $audiences := include "auth.list" $issuer.audiences | fromJsonArray }}
{{- $any := get $issuer "any-audience" | default false }}
{{- if eq (empty $audiences) (not $any) }}
{{- fail (printf "%s.audiences: list the accepted audiences, or set any-audience to accept all; not both" $value) }}
{{- end }}
{{- if hasKey $issuer "audience-claim" }}
{{- $claims := include "auth.list" (get $issuer "audience-claim") | fromJsonArray }}
{{- if and $any (ne (join "," $claims) "aud") }}
{{- fail (printf "%s.audience-claim has no effect with any-audience: set one of them" $value) }}
{{- end }}
{{- if not $claims }}{{ fail (printf "%s.audience-claim is empty" $value) }}{{ end }}
{{- range $claims }}{{ include "auth.checkClaim" (list (printf "%s.audience-claim" $value) .) }}{{ end }}
{{- end }}
{{- end }}

{{- define "auth.checkAlgorithms" -}}
{{- $value := index . 0 }}
{{- $issuer := index . 1 }}
{{- $public := or (get $issuer "jwks-url") $issuer.jwks }}
{{- $chosen := include "auth.list" $issuer.algorithms | fromJsonArray }}
{{- $possible := ternary (list "RS256" "RS384" "RS512" "PS256" "PS384" "PS512" "ES256" "ES384" "ES512" "ES256K" "EdDSA" "Ed25519") list (not (empty $public)) }}
{{- if $issuer.secret }}{{ $possible = append $possible "HS256" }}{{ end }}
{{- range $chosen }}
{{- if not (has . $possible) }}{{ fail (printf "%s.algorithms: %s is not one of %s" $value . (join ", " $possible)) }}{{ end }}
{{- end }}
{{- if and $chosen $issuer.secret (not (has "HS256" $chosen)) }}
{{- fail (printf "%s.algorithms must contain HS256, because there is a secret" $value) }}
{{- end }}
{{- if and $public $chosen (not (without $chosen "HS256")) }}
{{- fail (printf "%s.algorithms has no algorithm for the keys of its jwks" $value) }}
{{- end }}
{{- end }}
