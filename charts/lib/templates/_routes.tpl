{{/*
Ingress and HTTPRoute of a public service. Takes root, host (its label below the domain), port, and as lists of {path, type}
(Exact or Prefix): public, all, and shared: the paths that other services also have, which cannot be routed with one hostname.
*/}}
{{- define "lib.routes" -}}
{{- $root := .root -}}
{{- $values := .root.Values -}}
{{- $global := .root.Values.global -}}
{{- $name := include "lib.fullname" $root -}}
{{- $tls := $global.ingress.tls -}}
{{- $portName := .portName | default "http" -}}
{{- $paths := ternary .all .public (eq $values.ingress.expose "all") -}}
{{- $pathMode := eq $global.ingress.mode "path" -}}
{{- $host := $values.ingress.host | default (ternary $global.domain (printf "%s.%s" .host $global.domain) $pathMode) -}}
{{- if ne $values.ingress.expose "none" }}
{{- $ingress := or $values.ingress.enabled $global.ingress.enabled }}
{{- $httpRoute := or $values.httpRoute.enabled $global.httpRoute.enabled }}
{{- if eq $values.ingress.expose "all" }}
{{- if or (and $ingress (not $tls)) (and $httpRoute (not $global.httpRoute.tls)) }}
{{- fail (printf "%s: ingress.expose=all would send callers' tokens in plain text: set global.%s.tls" $root.Chart.Name (ternary "ingress" "httpRoute" (and $ingress (not $tls)))) }}
{{- end }}
{{- end }}
{{- if $ingress }}
{{- if and $values.ingress.tlsSecret (not $tls) }}
{{- fail (printf "%s: ingress.tlsSecret needs global.ingress.tls" $root.Chart.Name) }}
{{- end }}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: {{ $name }}
  labels:
    {{- include "lib.labels" $root | nindent 4 }}
  {{- with merge (dict) $values.ingress.annotations $global.ingress.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- with $global.ingress.className }}
  ingressClassName: {{ . }}
  {{- end }}
  {{- if $tls }}
  tls:
    - hosts: [{{ $host }}]
      secretName: {{ $values.ingress.tlsSecret | default (ternary (printf "%s-ingress-tls" (include "lib.release" $root)) (printf "%s-ingress-tls" $name) $pathMode) }}
  {{- end }}
  rules:
    - host: {{ $host }}
      http:
        paths:
          {{- $shared := .shared | default list }}
          {{- range $paths }}
          {{- if not (and $pathMode (has .path $shared)) }}
          - path: {{ .path }}
            pathType: {{ .type }}
            backend:
              service:
                name: {{ $name }}
                port: {name: {{ $portName }}}
          {{- end }}
          {{- end }}
{{- end }}
{{- if $httpRoute }}
{{- $prefix := ternary (printf "/%s" .host) "" (and $pathMode (ne .host "game")) }}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: {{ $name }}
  labels:
    {{- include "lib.labels" $root | nindent 4 }}
  {{- with $values.httpRoute.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  parentRefs:
    {{- if not $global.httpRoute.parentRefs }}{{ fail "an HTTPRoute needs global.httpRoute.parentRefs" }}{{ end }}
    {{- toYaml $global.httpRoute.parentRefs | nindent 4 }}
  hostnames: [{{ $host }}]
  rules:
    {{- $port := .port }}
    {{- range $paths }}
    - matches:
        - path: {type: {{ ternary "Exact" "PathPrefix" (eq .type "Exact") }}, value: {{ $prefix }}{{ .path }}}
      {{- if or $prefix $values.httpRoute.filters }}
      filters:
        {{- if $prefix }}
        - type: URLRewrite
          urlRewrite:
            {{- if eq .type "Exact" }}
            path: {type: ReplaceFullPath, replaceFullPath: {{ .path }}}
            {{- else }}
            path: {type: ReplacePrefixMatch, replacePrefixMatch: {{ .path }}}
            {{- end }}
        {{- end }}
        {{- with $values.httpRoute.filters }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- end }}
      backendRefs:
        - {name: {{ $name }}, port: {{ $port }}}
    {{- end }}
{{- end }}
{{- end }}
{{- end }}
